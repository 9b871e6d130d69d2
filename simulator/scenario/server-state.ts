import { join } from 'node:path';
import { randomText } from '#simulator/random.ts';
import { usualVariants } from '#simulator/variants.ts';
import type { NameserverSoftware, Product, ServerState, TokenPagePolicy, TokenRecord } from '#simulator/model.ts';
import type { ServerVariants } from '#simulator/variants.ts';
import type { ScenarioOptions } from '#simulator/seams.ts';

/** Characters of a token's text (`whm-protocol 1.2`). */
const TOKEN_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** What distinguishes one server of a scenario from the ordinary one. */
export interface ServerSpec {
  readonly id: string;
  readonly hostname: string;
  readonly product: Product;
  readonly version?: string;
  readonly nameserver?: NameserverSoftware;
  readonly namedMonitored?: boolean;
  readonly tokenPages?: TokenPagePolicy;
  readonly commandStream?: 'on' | 'refused';
  readonly threshold?: number;
  readonly verboseSync?: boolean;
  readonly utcOffsetMinutes?: number;
  readonly down?: boolean;
  /** Behind NAT: its address in the fleet is the public one, its own is of a private network. */
  readonly nat?: boolean;
  /** Its address for peers, where that is not the one it listens on. */
  readonly address?: string;
  readonly variants?: Partial<ServerVariants>;
  /** Rights of the inventory's token; absent: every right. */
  readonly knownTokenAcls?: readonly string[];
}

/** A fleet in the making: the servers so far and what is drawn from while they are made. */
export interface FleetDraft {
  readonly options: ScenarioOptions;
  readonly random: () => number;
  readonly servers: ServerState[];
}

/** Versions as they are met in a grown fleet; none is odd, which would be an EDGE build (`whm-protocol 8`). */
export const VERSIONS = {
  110: '11.110.0.84',
  118: '11.118.0.35',
  126: '11.126.0.28',
  134: '11.134.0.17',
  138: '11.138.0.6',
} as const;

const SOFTWARE_VERSIONS: Readonly<Record<NameserverSoftware, string>> = {
  powerdns: '4.9.5',
  bind: '9.16.23',
  disabled: '4.9.5',
};

/**
 * Makes an API token and gives it to the server that will accept it.
 * @param age seconds since it was made
 * @param expiresAt epoch seconds; null: never
 */
export function addToken(
  draft: FleetDraft,
  server: ServerState,
  name: string,
  token: {
    readonly acls: readonly string[] | null;
    readonly age: number;
    readonly expiresAt: number | null;
    /** Root's when absent. */
    readonly user?: string;
  },
): TokenRecord {
  const record: TokenRecord = {
    name,
    token: randomText(draft.random, TOKEN_ALPHABET, 32),
    user: token.user ?? 'root',
    acls: token.acls,
    createTime: Math.floor(draft.options.now / 1000) - token.age,
    expiresAt: token.expiresAt,
    whitelistAddresses: null,
  };
  server.tokens.set(record.user === 'root' ? name : `${record.user}/${name}`, record);
  return record;
}

/** Adds a server to the draft, with clustering on, no members, no zones and the token `nameward` for the app. */
export function addServer(draft: FleetDraft, spec: ServerSpec): ServerState {
  const nameserver = spec.nameserver ?? 'powerdns';
  const number = draft.servers.length;
  const users = new Map<string, { readonly acls: readonly string[] | null }>([['root', { acls: null }]]);
  // On DNSOnly only root logs in (`whm-protocol 8`).
  if (spec.product === 'cpanel') {
    users.set('hostco', { acls: ['clustering', 'basic-whm-functions', 'create-user-session', 'manage-dns-records'] });
  }
  const server: ServerState = {
    id: spec.id,
    hostname: spec.hostname,
    address: spec.address ?? (spec.nat === true ? `10.77.0.${String(number + 1)}` : draft.options.addressOf(number)),
    ...(spec.address === undefined ? {} : { listensAt: draft.options.addressOf(number) }),
    publicAddress: spec.nat === true ? draft.options.addressOf(number) : null,
    product: spec.product,
    profile: 'STANDARD',
    version: spec.version ?? VERSIONS[134],
    nameserver,
    nameserverVersion: SOFTWARE_VERSIONS[nameserver],
    namedRunning: nameserver !== 'disabled',
    namedMonitored: spec.namedMonitored ?? true,
    users,
    aclLists: new Map(),
    tokens: new Map(),
    tokenPages: spec.tokenPages ?? 'accepted',
    sessions: [],
    zones: new Map(),
    zoneOwners: new Map(),
    dnssecKeys: new Map(),
    nsec3: new Map(),
    cluster: {
      enabled: true,
      threshold: spec.threshold ?? 10,
      notifications: true,
      members: new Map(),
      resellers: new Map(),
      leftStatus: new Map(),
      failureLogs: new Map(),
      strayRoles: new Map(),
      queue: [],
    },
    dnsadminLogLevel: 0,
    dnsadminVerboseSync: spec.verboseSync ?? false,
    dnsadminLogFile: join(draft.options.directory, spec.id, 'dnsadmin_log'),
    commandStream: spec.commandStream ?? 'on',
    utcOffsetMinutes: spec.utcOffsetMinutes ?? 0,
    tasks: [],
    tweakSettings: new Map(),
    trustedAddresses: { dnsmaster: [], remotedns: [], remotemail: [] },
    zoneTraps: new Set(),
    serviceSettings: new Map(),
    failing: new Set(),
    unknownFunctions: new Set(),
    cphulk: { enabled: true, white: new Set(), black: new Set() },
    apiTokensLog: [],
    files: new Map(),
    variants: { ...usualVariants, ...spec.variants },
    down: spec.down ?? false,
  };
  draft.servers.push(server);
  addToken(draft, server, 'nameward', { acls: spec.knownTokenAcls ?? null, age: 30 * 86_400, expiresAt: null });
  return server;
}
