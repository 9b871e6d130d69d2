/**
 * The state of simulated servers. Plain data; the parts that act on it stand in folders of their own, the seams between
 * them in seams.ts, what differs between versions of WHM in variants.ts.
 */

import type { ServerVariants } from './variants.ts';

export type Product = 'cpanel' | 'dnsonly';
/** Server profiles of cPanel & WHM (`whm-protocol 2.2`); DNSOnly has one of its own. */
export type ServerProfile = 'STANDARD' | 'DATABASENODE' | 'MAILNODE' | 'DNSNODE';
export type NameserverSoftware = 'bind' | 'powerdns' | 'disabled';
export type Role = 'standalone' | 'sync' | 'write-only';
/** Whether API tokens open WHM's pages (`whm-protocol 1.3`): unknown in reality, so both policies exist, per server. */
export type TokenPagePolicy = 'accepted' | 'refused';

export interface TokenRecord {
  readonly name: string;
  /** 32 characters of 0-9A-Z (`whm-protocol 1.2`). */
  readonly token: string;
  /** The user the token belongs to; always root on DNSOnly. */
  readonly user: string;
  /** Null: every right of the user (`whm-protocol 1.2`). */
  acls: readonly string[] | null;
  /** Epoch seconds. */
  readonly createTime: number;
  /** Epoch seconds; null: never. */
  expiresAt: number | null;
  whitelistAddresses: readonly string[] | null;
}

export interface Zone {
  readonly name: string;
  serial: number;
  /** The whole zone file. */
  text: string;
}

/** One member entry: the files `config/IP`, `IP-dnsrole`, `IP-state.json` and `status/IP` of `whm-protocol 4`. */
export interface MemberEntry {
  /** Name of the config file: an IP, or `softlayer` and the like. */
  readonly address: string;
  user: string;
  /** Stored `host=`. */
  host: string;
  /** Stored `pass=`: the token that this server uses on the member. */
  token: string;
  module: string;
  /** SoftLayer's `ns_config`; absent for other modules (`whm-protocol 3.6`). */
  nsConfig?: string;
  debug: boolean;
  /**
   * Null: the role file is missing, so the member is in no list although its config file exists; or it holds `oddRole`.
   */
  role: Role | null;
  /** What a role file holds that is none of the three words. */
  oddRole?: string;
  /**
   * Further keys of the config file, those of modules outside WHM above all (`whm-protocol 13 C13`); the values are
   * secrets as often as not.
   */
  readonly moreKeys?: Readonly<Record<string, string>>;
  /** String of 0/1 results, the latest last (`clusterqueue/status/IP`). */
  results: string;
  /** `status/IP-down` exists: WHM disabled the member. */
  down: boolean;
  /** The cached poll (`IP-state.json`), null until the first one. */
  state: MemberPoll | null;
}

/** What a server's own poll of a member found (`whm-protocol 3.3`, `4`). */
export interface MemberPoll {
  /** Epoch seconds. */
  readonly at: number;
  readonly error: string | null;
  readonly version: string | null;
  readonly nameserver: NameserverSoftware | 'unknown';
  readonly nameserverVersion: string | null;
  readonly namedRunning: boolean | null;
  readonly namedMonitored: boolean;
  readonly hasGoodPrivileges: boolean;
  /** '1', '0', or null when the peer is too old to be asked. */
  readonly hasReverseTrust: '0' | '1' | null;
}

export interface ClusterState {
  /** `/var/cpanel/useclusteringdns` exists. */
  enabled: boolean;
  /** `cluster_autodisable_threshold`; 0: never. */
  threshold: number;
  notifications: boolean;
  /** Root's members by address. */
  readonly members: Map<string, MemberEntry>;
  /** What other users than root have of their own, by name (`/var/cpanel/cluster/USER`). */
  readonly resellers: Map<string, ResellerCluster>;
  /**
   * `clusterqueue/status` of addresses that are members no more: the removal of a member leaves it
   * (`whm-protocol 3.2`).
   */
  readonly leftStatus: Map<string, { readonly results: string; readonly down: boolean }>;
  /**
   * Role files without a config file: what a change to standalone leaves for a member that does not exist
   * (`whm-protocol 4`).
   */
  readonly strayRoles: Map<string, Role>;
  /** `clusterqueue/status/IP-failure_log` by address: what went wrong, the latest last, each with its epoch seconds. */
  readonly failureLogs: Map<string, readonly { readonly at: number; readonly text: string }[]>;
  /** Commands that a member missed (`clusterqueue/requests` and `retry`), the oldest first. */
  readonly queue: QueuedCommand[];
}

/** The cluster of a reseller (`whm-protocol 4`, `8`). */
export interface ResellerCluster {
  /** The file `uniquedns`: zones of his accounts go to his own members instead of root's. */
  unique: boolean;
  /** Results and the down flag of an entry are those of its address, the same for every user. */
  readonly members: Map<string, MemberEntry>;
  /** Role files without a config file of his own: root's config file counts for those. */
  readonly strayRoles: Map<string, Role>;
}

/** A key of a zone that PowerDNS signs. */
export interface DnssecKey {
  /** Number within the server, as PowerDNS counts. */
  readonly id: number;
  /** RFC 4034, appendix B. */
  readonly tag: number;
  /** 257: signs keys too. */
  readonly flags: 256 | 257;
  /** It signs; one that does not stands ready for later. */
  readonly active: boolean;
  /** Epoch seconds. */
  readonly createdAt: number;
  /** IANA's number; 13: ECDSA P-256 with SHA-256. */
  readonly algorithm: 13;
  /** Base64 as in a DNSKEY record. */
  readonly publicKey: string;
}

/** The parameters of RFC 5155, and PowerDNS's narrow mode. */
export interface Nsec3 {
  readonly iterations: number;
  readonly narrow: boolean;
  readonly optOut: boolean;
  /** Hexadecimal digits. */
  readonly salt: string;
}

/**
 * What one server asks of another by `/scripts2/…_local`: the zones are pairs of name and text, empty text where the
 * action needs none.
 */
export interface PeerCommand {
  readonly action: 'savezone' | 'quickzoneadd' | 'synczones' | 'reloadzones' | 'removezone';
  readonly zones: readonly { readonly name: string; readonly text: string }[];
  /** The same on every server that the change passes (`whm-protocol 6`). */
  readonly uniqid: string;
  /** Host names that have had it: the loop guard `hosts_seen` of `whm-protocol 5`. */
  readonly hostsSeen: readonly string[];
}

export interface QueuedCommand {
  readonly command: PeerCommand;
  /** Epoch seconds. */
  readonly queuedAt: number;
  /** Addresses of the members that still need it. */
  readonly pending: Set<string>;
}

export interface Session {
  readonly user: string;
  /** `/cpsess` and ten digits. */
  readonly securityToken: string;
  /** Value of the cookie `whostmgrsession`; null until the one-time URL was visited. */
  cookie: string | null;
  /** The `session=` value of the one-time URL; null once used. */
  oneTimeKey: string | null;
  /** Epoch ms. */
  oneTimeExpires: number;
  lastUsed: number;
  readonly locale: string;
  /**
   * The client's address, to which the cookie is bound at the visit of the one-time URL (`whm-protocol 1.9`); null
   * before.
   */
  address: string | null;
  /** Where the one-time URL leads, without the `/cpsess…` prefix: the page of the `app` that was asked for. */
  readonly startPath: string;
}

export interface ServerState {
  /** Stable within the fleet, e.g. `web1`. */
  readonly id: string;
  hostname: string;
  /** The address by which peers name it: on Linux also the one it listens on. */
  address: string;
  /** Where it listens; absent: at the address by which peers reach it. */
  readonly listensAt?: string;
  /** NAT: the public address, when it differs. */
  readonly publicAddress: string | null;
  readonly product: Product;
  /** Says nothing of DNSOnly. */
  profile: ServerProfile;
  /** `11.MAJOR.0.BUILD`. */
  version: string;
  nameserver: NameserverSoftware;
  nameserverVersion: string;
  namedRunning: boolean;
  namedMonitored: boolean;
  /**
   * Services that are not both enabled and monitored, by name; the monitoring of the nameserver stands in
   * `namedMonitored`.
   */
  readonly serviceSettings: Map<string, { readonly enabled: boolean; readonly monitored: boolean }>;
  /**
   * Root and the resellers. `locale`: the language of their pages where a session has none of its own; English when
   * absent.
   */
  readonly users: Map<string, { readonly acls: readonly string[] | null; readonly locale?: string }>;
  /** Stored ACL lists by name (`whm-protocol 2.5`). */
  readonly aclLists: Map<string, readonly string[]>;
  readonly tokens: Map<string, TokenRecord>;
  tokenPages: TokenPagePolicy;
  readonly sessions: Session[];
  readonly zones: Map<string, Zone>;
  /** Resellers whose accounts hold a zone; a zone that is not in it belongs to root. */
  readonly zoneOwners: Map<string, string>;
  /** Keys of zones with DNSSEC, by zone. */
  readonly dnssecKeys: Map<string, DnssecKey[]>;
  /** How zones with NSEC3 hash their names, by zone; the other signed ones have NSEC. */
  readonly nsec3: Map<string, Nsec3>;
  readonly cluster: ClusterState;
  /** Tweak Settings `dnsadmin_log` (0–9) and `dnsadmin_verbose_sync`. */
  dnsadminLogLevel: number;
  dnsadminVerboseSync: boolean;
  /** The real file behind `/usr/local/cpanel/logs/dnsadmin_log`. */
  readonly dnsadminLogFile: string;
  /**
   * Whether `/websocket/CommandStream` is served or refused with 403: unproven in reality for some products and
   * versions (`whm-protocol 7`).
   */
  commandStream: 'on' | 'refused';
  /** Offset of the server's clock from UTC, as its log shows it. */
  readonly utcOffsetMinutes: number;
  /** Names of tasks in its queue, the oldest first (`whm-protocol 3.8`). */
  readonly tasks: string[];
  /** Tweak Settings that were written, by key; the others have their defaults (`whm-protocol 2.9`). */
  readonly tweakSettings: Map<string, string>;
  /** Lines of `/etc/ips.dnsmaster`, `/etc/ips.remotedns` and `/etc/ips.remotemail` (`whm-protocol 2.12`). */
  readonly trustedAddresses: {
    readonly dnsmaster: string[];
    readonly remotedns: string[];
    readonly remotemail: string[];
  };
  /**
   * Addresses of members that 'Synchronize DNS Records' warns of as `peer_zonetrap`; when WHM does so is not known, so
   * it is said here.
   */
  readonly zoneTraps: Set<string>;
  /**
   * What a fault keeps from working: the partial successes of `whm-protocol 3.4` need it, and why it would fail on a
   * real server is not known.
   */
  readonly failing: Set<'api-tokens' | 'member-files' | 'task-queue'>;
  /** Names of functions that were asked for and that nobody has, the first ones (`whm-protocol 1.6`, `2.0`). */
  readonly unknownFunctions: Set<string>;
  /** The brute force protection: whether it is on, and the addresses of its two lists (`whm-protocol 2.11`). */
  readonly cphulk: { enabled: boolean; readonly white: Set<string>; readonly black: Set<string> };
  /** Lines of api_tokens_log, the latest last. */
  readonly apiTokensLog: string[];
  /**
   * Files of its disk whose bytes are other than this server writes them, by path, as somebody else put them there;
   * what the server writes anew falls out of it.
   */
  readonly files: Map<string, string>;
  readonly variants: ServerVariants;
  /** Nothing listens: the server is down. */
  down: boolean;
}

/** A scripted misbehaviour of one server, until cleared or used up. */
export type Fault =
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Connections are refused: the listener is closed. */
  | { readonly kind: 'refuse' }
  /** The connection is reset once the request has arrived. */
  | { readonly kind: 'reset' }
  /** Headers and half of the body, then the connection ends. */
  | { readonly kind: 'half-answer' }
  /** HTTP 200 with an HTML page where JSON is due. */
  | { readonly kind: 'not-json' }
  | { readonly kind: 'changed-certificate' }
  | { readonly kind: 'status'; readonly status: 401 | 403 | 429 | 500 | 503 }
  /** No API token can be made on the server. */
  | { readonly kind: 'no-api-tokens' }
  /** The files with the role and with the results of a member cannot be written. */
  | { readonly kind: 'no-member-files' }
  /** The page that sets a member up cannot put the synchronization into the task queue. */
  | { readonly kind: 'no-task-queue' }
  /** No traffic between this server and the other, in either direction. */
  | { readonly kind: 'partition'; readonly from: string }
  /**
   * Pages that write say that it was done, and nothing has changed anywhere. A function of the API too, when `path`
   * names it.
   */
  | { readonly kind: 'ignore-writes' }
  /**
   * Pages come in a structure of their own: other elements, ids and classes, as a later version might have; requests
   * have their effect.
   */
  | { readonly kind: 'foreign-page' };

export interface FaultRule {
  readonly fault: Fault;
  /** Only requests whose path starts so; all when absent. */
  readonly path?: string;
  /** Used up after so many requests; unlimited when absent. */
  readonly times?: number;
}

/** Something that happened in the fleet, for tests that await it and for the log. */
export type FleetEvent = { readonly at: number; readonly server: string } & (
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly from: string | null;
    }
  | { readonly kind: 'unknown-function'; readonly name: string }
  | { readonly kind: 'authentication-failed'; readonly path: string; readonly reason: string }
  | { readonly kind: 'zone-changed'; readonly zone: string; readonly serial: number }
  | {
      readonly kind: 'zone-pushed';
      readonly zone: string;
      readonly to: string;
      readonly ok: boolean;
      readonly uniqid: string;
    }
  | { readonly kind: 'role-changed'; readonly member: string; readonly role: Role }
  | { readonly kind: 'member-added'; readonly member: string; readonly user: string }
  | { readonly kind: 'member-removed'; readonly member: string; readonly user: string }
  /** Why a member could not be set up, which the page of 11.120 does not say (`whm-protocol 3.4`). */
  | { readonly kind: 'setup-failed'; readonly reason: string }
  | { readonly kind: 'task-queued'; readonly task: string }
  | { readonly kind: 'task-finished'; readonly task: string; readonly error: string | null }
  | { readonly kind: 'member-polled'; readonly member: string; readonly error: string | null }
  | { readonly kind: 'member-disabled'; readonly member: string }
  /** The queue reached a disabled member and put it back to use (`whm-protocol 4`). */
  | { readonly kind: 'member-reactivated'; readonly member: string }
  /** WHM tells the administrator: the subject of the message (`whm-protocol 4`). */
  | { readonly kind: 'notified'; readonly subject: string }
  | { readonly kind: 'log-written'; readonly line: string }
);
