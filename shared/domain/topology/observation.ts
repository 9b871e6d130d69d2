/** What was read from one server, each fact with its channel and time. `null` is 'unknown', never 'none'. */

export type ServerId = string;
export type Product = 'cpanel' | 'dnsonly' | 'unknown';
export type NameserverSoftware = 'bind' | 'powerdns' | 'disabled';
/** DNS role of a link (`whm-protocol 4`, `8`). */
export type Role = 'standalone' | 'sync' | 'write-only';

export const channels = ['api', 'peer', 'pages', 'command', 'ssh', 'browser'] as const;
export type Channel = (typeof channels)[number];

export interface Fact<T> {
  readonly value: T;
  readonly source: Channel | 'user';
  /** Epoch milliseconds. */
  readonly at: number;
}
export type Known<T> = Fact<T> | null;

/** Whether a channel serves a server; `available: null` until probed. `reason` is in words a WHM admin acts on. */
export interface ChannelState {
  readonly available: boolean | null;
  readonly reason: string | null;
}
export type ChannelStates = Readonly<Record<Channel, ChannelState>>;

/** A failure of a call, reduced to plain data. `code` is an ErrorCode. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** `suspended`: nothing is sent until the user acts (refused token, changed certificate). */
export type ContactState = 'never' | 'reachable' | 'failed' | 'suspended';

export interface Contact {
  readonly state: ContactState;
  /** Last attempt, epoch ms; null before the first. */
  readonly at: number | null;
  /** Since when the state is what it is, epoch ms. */
  readonly since: number | null;
  readonly failure: Failure | null;
}

export interface Clustering {
  readonly enabled: boolean;
  /** Failed dnsadmin commands before a member is disabled; 0: never; null: unknown. */
  readonly threshold: number | null;
  readonly notify: boolean | null;
}

/** The state that WHM itself shows for a member (`whm-protocol 3.3`, title of the image in `serverstatus`). */
export type MemberStatus = 'active' | 'warning' | 'error' | 'disabled';

/** One entry of a server's own DNS cluster list. */
export interface MemberRecord {
  /** Name of the config file: mostly an IP address, else any word that its module chose (`whm-protocol 13 C13`). */
  readonly address: string;
  /** Stored `host=`. */
  readonly hostname: string | null;
  /**
   * The name by which the member answered the server's own last poll; null: never polled, or the channel does not tell.
   */
  readonly polledHostname: string | null;
  readonly user: string | null;
  readonly module: string | null;
  readonly role: Role | null;
  /**
   * What stands in place of the role where that is none of WHM's three words, made visible; '' when nothing of it can
   * be shown; null: a known role, or none at all.
   */
  readonly roleText: string | null;
  readonly disabled: boolean | null;
  readonly status: MemberStatus | null;
  /** In WHM's words and the server's language: hostile text, for showing only. */
  readonly statusText: string | null;
  readonly version: string | null;
  readonly nameserver: NameserverSoftware | null;
  /** What the server's own poll found of the reverse entry. */
  readonly reverseTrust: boolean | null;
  readonly debug: boolean | null;
  /** Belongs to another cluster user: cannot be edited from here. */
  readonly inherited: boolean;
}

/**
 * A file without its member: `role`, which makes WHM's own list fail; `mark`, by which a member of that name would be
 * disabled from its first moment (`whm-protocol 4`); `other`: no file of WHM's, or a member file that WHM lists
 * nowhere.
 */
export type StrayKind = 'role' | 'mark' | 'other';

export interface StrayFile {
  readonly kind: StrayKind;
  /** Whole path on the server, made visible. */
  readonly path: string;
}

export interface MemberList {
  readonly records: readonly MemberRecord[];
  /** True when `records` are not all of the members: those that receive writes (`peer`), or none of too many. */
  readonly partial: boolean;
  /** The server names more members than {@link memberLimit}: none of them is taken. */
  readonly cut: boolean;
  /** The first {@link strayLimit}; empty where the channel does not see files. */
  readonly strays: readonly StrayFile[];
}

/**
 * Most members that a server's list can have: far more than a cluster has. A longer one is no list to draw, nor to
 * choose from.
 */
export const memberLimit = 2000;
export const strayLimit = 50;

/** What stands in place of a list that is too long. */
export const tooManyMembers: MemberList = { records: [], partial: true, cut: true, strays: [] };

/** @returns the list, or {@link tooManyMembers} */
export function limitedMembers(list: MemberList): MemberList {
  if (list.cut || list.records.length > memberLimit) return tooManyMembers;
  return list.strays.length <= strayLimit ? list : { ...list, strays: list.strays.slice(0, strayLimit) };
}

export interface ServerObservation {
  readonly id: ServerId;
  readonly contact: Contact;
  readonly channels: ChannelStates;
  readonly hostname: Known<string>;
  /** Every address by which peers may name this server, its main one first. */
  readonly addresses: Known<readonly string[]>;
  readonly version: Known<string>;
  readonly product: Known<Product>;
  readonly nameserver: Known<NameserverSoftware>;
  /** Null value inside the fact: the service is not monitored. */
  readonly namedRunning: Known<boolean | null>;
  readonly clustering: Known<Clustering>;
  readonly members: Known<MemberList>;
  /**
   * Answers of this server to 'do you have an entry for this address?' by address asked
   * (`cluster_member_has_trust_with`).
   */
  readonly entriesFor: Readonly<Record<string, Fact<boolean>>>;
  /** Reads of the last round that failed although the server was reached, by what was read. */
  readonly failures: Readonly<Record<string, Failure>>;
}

/** What the inventory says of a server, without any secret. */
export interface KnownServer {
  readonly id: ServerId;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly tags: readonly string[];
  /** What the user said it is; used where the server cannot be asked. */
  readonly product: Product | null;
}
