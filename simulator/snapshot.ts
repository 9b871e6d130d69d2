import type { FaultRule, MemberEntry, MemberPoll, Role, ServerState } from './model.ts';
import type { WhmServer } from '#simulator/server/whm-server.ts';

/**
 * The fleet as plain data without any secret: what a test compares with what the app shows. Times are epoch seconds.
 */
export interface FleetSnapshot {
  /** Number of the latest event. */
  readonly cursor: number;
  readonly servers: Readonly<Record<string, ServerSnapshot>>;
}

export interface ServerSnapshot {
  readonly id: string;
  readonly hostname: string;
  readonly address: string;
  readonly publicAddress: string | null;
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
  readonly listening: boolean;
  readonly down: boolean;
  readonly product: ServerState['product'];
  readonly version: string;
  readonly nameserver: ServerState['nameserver'];
  readonly nameserverVersion: string;
  readonly namedRunning: boolean;
  readonly namedMonitored: boolean;
  readonly tokenPages: ServerState['tokenPages'];
  readonly commandStream: ServerState['commandStream'];
  readonly tokens: readonly {
    readonly name: string;
    readonly user: string;
    readonly acls: readonly string[] | null;
    readonly createTime: number;
    readonly expiresAt: number | null;
    readonly whitelistAddresses: readonly string[] | null;
  }[];
  /** Sessions opened, not links waiting to be. */
  readonly sessions: number;
  /** Serial by zone. */
  readonly zones: Readonly<Record<string, number>>;
  readonly cluster: {
    readonly enabled: boolean;
    readonly threshold: number;
    readonly notifications: boolean;
    readonly members: readonly MemberSnapshot[];
    readonly strayRoles: Readonly<Record<string, Role>>;
    /** Resellers with files of their own, by name. */
    readonly resellers: Readonly<Record<string, ResellerSnapshot>>;
    readonly queued: number;
  };
  /** Names of tasks in the queue. */
  readonly tasks: readonly string[];
  readonly tweakSettings: Readonly<Record<string, string>>;
  /** Functions that were asked for and that nobody has. */
  readonly unknownFunctions: readonly string[];
  /** Tags of the keys of zones with DNSSEC, by zone. */
  readonly dnssecKeys: Readonly<Record<string, readonly number[]>>;
  /** Zones with NSEC3. */
  readonly nsec3: readonly string[];
  readonly cphulk: { readonly enabled: boolean; readonly white: readonly string[]; readonly black: readonly string[] };
  readonly dnsadminLogLevel: number;
  readonly dnsadminLogFile: string;
  readonly trustedAddresses: ServerState['trustedAddresses'];
  readonly faults: readonly FaultRule[];
}

export interface ResellerSnapshot {
  readonly unique: boolean;
  readonly members: readonly MemberSnapshot[];
  readonly strayRoles: Readonly<Record<string, Role>>;
}

export interface MemberSnapshot {
  readonly address: string;
  readonly user: string;
  readonly host: string;
  readonly module: string;
  readonly debug: boolean;
  /** SoftLayer's; null for other back ends. */
  readonly nsConfig: string | null;
  readonly role: Role | null;
  readonly results: string;
  readonly down: boolean;
  readonly state: MemberPoll | null;
}

/** @param cursor number of the latest event */
export function takeSnapshot(servers: Iterable<WhmServer>, cursor: number): FleetSnapshot {
  return {
    cursor,
    servers: Object.fromEntries([...servers].map((server) => [server.state.id, serverSnapshot(server)])),
  };
}

function serverSnapshot(server: WhmServer): ServerSnapshot {
  const { state } = server;
  return {
    id: state.id,
    hostname: state.hostname,
    address: state.address,
    publicAddress: state.publicAddress,
    ...server.endpoint,
    listening: server.listening,
    down: state.down,
    product: state.product,
    version: state.version,
    nameserver: state.nameserver,
    nameserverVersion: state.nameserverVersion,
    namedRunning: state.namedRunning,
    namedMonitored: state.namedMonitored,
    tokenPages: state.tokenPages,
    commandStream: state.commandStream,
    tokens: [...state.tokens.values()].map((token) => ({
      name: token.name,
      user: token.user,
      acls: token.acls,
      createTime: token.createTime,
      expiresAt: token.expiresAt,
      whitelistAddresses: token.whitelistAddresses,
    })),
    sessions: state.sessions.filter((session) => session.cookie !== null).length,
    zones: Object.fromEntries([...state.zones.values()].map((zone) => [zone.name, zone.serial])),
    cluster: {
      enabled: state.cluster.enabled,
      threshold: state.cluster.threshold,
      notifications: state.cluster.notifications,
      members: [...state.cluster.members.values()].map(memberSnapshot),
      strayRoles: Object.fromEntries(state.cluster.strayRoles),
      resellers: Object.fromEntries(
        [...state.cluster.resellers].map(([user, own]) => [
          user,
          {
            unique: own.unique,
            members: [...own.members.values()].map(memberSnapshot),
            strayRoles: Object.fromEntries(own.strayRoles),
          },
        ]),
      ),
      queued: state.cluster.queue.length,
    },
    tasks: [...state.tasks],
    tweakSettings: Object.fromEntries(state.tweakSettings),
    unknownFunctions: [...state.unknownFunctions],
    dnssecKeys: Object.fromEntries([...state.dnssecKeys].map(([zone, keys]) => [zone, keys.map(({ tag }) => tag)])),
    dnsadminLogLevel: state.dnsadminLogLevel,
    dnsadminLogFile: state.dnsadminLogFile,
    nsec3: [...state.nsec3.keys()],
    cphulk: { enabled: state.cphulk.enabled, white: [...state.cphulk.white], black: [...state.cphulk.black] },
    trustedAddresses: state.trustedAddresses,
    faults: server.faults.list(),
  };
}

function memberSnapshot(member: MemberEntry): MemberSnapshot {
  const { address, user, host, module, debug, nsConfig = null, role, results, down, state } = member;
  return { address, user, host, module, debug, nsConfig, role, results, down, state };
}
