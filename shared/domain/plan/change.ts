import type { NameserverSoftware, Role, ServerId } from '#shared/domain/topology/observation.ts';
import type { NsConfiguration } from './back-ends.ts';

/** Where the token of a member entry comes from. Never the token itself: that stays in the keychain and in main. */
export type TokenSource =
  /** A token with the ACL clustering, made on that server of ours for this entry. */
  | { readonly from: 'made'; readonly on: ServerId }
  /** Typed by the user and held in the keychain under this id. */
  | { readonly from: 'held'; readonly id: string }
  /** The one that the entry carries now, or carried before it was removed (held in the keychain by the plan). */
  | { readonly from: 'entry' };

/**
 * Whether WHM contacts the member before it writes the entry (`whm-protocol 3.4`, `recurse`).
 * - `none`: it does not. What was typed is stored as the host name, and a wrong token is not noticed.
 * - `name`: it asks for version and host name with the token, and stores that host name; where the member does not
 *   answer or refuses the token nothing is written.
 * - `trust`: as `name`, and WHM's own 'Setup Reverse Trust Relationship': it makes a token `reverse_trust_<uuid>` and
 *   posts it to the member.
 */
export type Contact = 'none' | 'name' | 'trust';

export interface NewMember {
  /** IP address, the name of the config file. */
  readonly address: string;
  /**
   * A host name or the address. Typed into WHM's form where the member is not contacted; else the address is typed, so
   * that no other name server has a say in it, and this is the host name that the member is expected to give.
   */
  readonly host: string;
  readonly user: string;
  /** `cPanel`, `SoftLayer`, `VPSNET` or a plug-in's module. */
  readonly module: string;
  readonly role: Role;
  readonly debug: boolean;
  /** `none` for other back ends than cPanel. */
  readonly contact: Contact;
  /** SoftLayer's `ns_config`; null: as WHM's form proposes it, and for other back ends, which have none. */
  readonly nsConfig: NsConfiguration | null;
  readonly token: TokenSource;
}

export type SynchronizeScope =
  /** One zone; `everywhere`: on every member, else from the cluster to this server. */
  | { readonly zones: 'one'; readonly zone: string; readonly where: 'here' | 'everywhere' }
  /** `full`: also zones that belong to no account here. */
  | { readonly zones: 'all'; readonly where: 'here' | 'everywhere'; readonly full: boolean };

/** Whose list is meant: `root`, or a reseller (`cluster_user`, `whm-protocol 3.1`). */
export type ClusterUser = string;

/**
 * Everything that can be changed on one server; the union is closed. What there is to know of each kind stands in a
 * file of its own in `kinds/`, and how it is sent in one of the WHM adapter.
 */
export type Change =
  | { readonly kind: 'clustering'; readonly server: ServerId; readonly enabled: boolean }
  | { readonly kind: 'threshold'; readonly server: ServerId; readonly threshold: number; readonly notify: boolean }
  | { readonly kind: 'member.add'; readonly server: ServerId; readonly as: ClusterUser; readonly member: NewMember }
  | {
      readonly kind: 'member.edit';
      readonly server: ServerId;
      readonly as: ClusterUser;
      readonly address: string;
      readonly user: string;
      readonly debug: boolean;
      readonly contact: Contact;
      /** The host name that the member is expected to give when it is contacted; null: not known. */
      readonly hostname: string | null;
      /** SoftLayer's `ns_config`; null: stays as it is, and for other back ends, which have none. */
      readonly nsConfig: NsConfiguration | null;
      readonly token: TokenSource;
    }
  | {
      readonly kind: 'member.remove';
      readonly server: ServerId;
      readonly as: ClusterUser;
      readonly address: string;
      /** True: the token that was made for the entry is revoked with it; absent: it stays. */
      readonly revoke?: boolean | undefined;
    }
  | {
      readonly kind: 'member.enable';
      readonly server: ServerId;
      /**
       * Who has the entry; the flag itself is of the address, so that it goes for every user's entry (`whm-protocol 4`,
       * `clusterqueue/status`).
       */
      readonly as: ClusterUser;
      readonly address: string;
    }
  | {
      readonly kind: 'role';
      readonly server: ServerId;
      readonly as: ClusterUser;
      readonly address: string;
      readonly role: Role;
    }
  | { readonly kind: 'synchronize'; readonly server: ServerId; readonly scope: SynchronizeScope }
  | { readonly kind: 'software'; readonly server: ServerId; readonly nameserver: NameserverSoftware }
  | { readonly kind: 'monitoring'; readonly server: ServerId; readonly monitored: boolean }
  | { readonly kind: 'unique'; readonly server: ServerId; readonly reseller: string; readonly enabled: boolean }
  | {
      readonly kind: 'trusted';
      readonly server: ServerId;
      readonly address: string;
      /** False takes the address out of `/etc/ips.remotedns` again; `/etc/ips.dnsmaster` is WHM's own. */
      readonly trusted: boolean;
    }
  | {
      readonly kind: 'logging';
      readonly server: ServerId;
      /** `dnsadmin_log`, 0 to 9. */
      readonly level: number;
      /** `dnsadmin_verbose_sync`. */
      readonly verboseSync: boolean;
    };

export type ChangeKind = Change['kind'];

/** The change of one kind, or of a few. */
export type ChangeOf<K extends ChangeKind> = Extract<Change, { readonly kind: K }>;

/** What a user wants; a plan makes changes of it. */
export type Intention =
  /** Entries both ways with the roles given, both verified. */
  | {
      readonly kind: 'trust.set-up';
      readonly a: ServerId;
      readonly b: ServerId;
      readonly roleAtA: Role;
      readonly roleAtB: Role;
    }
  /** The missing reverse of one link. */
  | { readonly kind: 'trust.mend'; readonly link: string }
  /** The nameserver becomes a member of each server. */
  | {
      readonly kind: 'nameserver.add';
      readonly nameserver: ServerId;
      readonly to: readonly ServerId[];
      readonly role: Role;
      readonly synchronize: boolean;
    }
  | { readonly kind: 'nameserver.replace'; readonly old: ServerId; readonly next: ServerId }
  /** Each sender gets its own link to what the intermediary passes on to. */
  | { readonly kind: 'links.direct'; readonly intermediary: ServerId }
  /**
   * Clustering off there first, then its entry deleted on every other server (`whm-protocol 8`). `entries` false: its
   * own stay; else they go as well, and with all of them the tokens that were made for them.
   */
  | { readonly kind: 'server.leave'; readonly server: ServerId; readonly entries?: boolean | undefined }
  /**
   * Entries deleted. `back` false: those that the members have for these servers stay; else they go too, so that no
   * trust is left one way.
   */
  | { readonly kind: 'members.remove'; readonly links: readonly string[]; readonly back?: boolean | undefined }
  | { readonly kind: 'roles.switch'; readonly links: readonly string[]; readonly role: Role }
  | { readonly kind: 'members.enable'; readonly links: readonly string[]; readonly synchronize: boolean };

export type IntentionKind = Intention['kind'];
