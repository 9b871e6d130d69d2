/** A fleet of two servers, `web` (cPanel & WHM) and `ns` (DNSOnly), and a bare client: for the tests of the core. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebSocket } from 'ws';
import { type Fleet, type FleetParts, openFleet } from '#simulator/fleet.ts';
import type { ServerState, TokenRecord } from '#simulator/model.ts';
import type { FleetContext, Route } from '#simulator/seams.ts';
import { claimBlock } from '#simulator/server/addresses.ts';
import { usualVariants } from '#simulator/variants.ts';

const NOW = Math.floor(Date.now() / 1000);

function token(name: string, text: string, more: Partial<TokenRecord> = {}): [string, TokenRecord] {
  const value = text.padEnd(32, '0');
  return [
    name,
    {
      name,
      token: value,
      user: 'root',
      acls: null,
      createTime: NOW,
      expiresAt: null,
      whitelistAddresses: null,
      ...more,
    },
  ];
}

/** Text of a token of both servers. */
export function tokenText(name: string): string {
  return name.toUpperCase().replaceAll('-', '').padEnd(32, '0');
}

function makeServer(id: string, product: ServerState['product'], address: string, directory: string): ServerState {
  const make = (name: string, more: Partial<TokenRecord> = {}) => token(name, tokenText(name), more);
  return {
    id,
    hostname: `${id}.example.net`,
    address,
    publicAddress: null,
    product,
    profile: 'STANDARD',
    version: '11.120.0.5',
    nameserver: product === 'cpanel' ? 'powerdns' : 'bind',
    nameserverVersion: '4.9.1',
    namedRunning: true,
    namedMonitored: true,
    users: new Map<string, { readonly acls: readonly string[] | null }>([
      ['root', { acls: null }],
      ['seller', { acls: ['clustering', 'basic-whm-functions', 'create-user-session', 'manage-api-tokens'] }],
    ]),
    aclLists: new Map(),
    tokens: new Map([
      make('full'),
      make('all', { acls: ['all'] }),
      make('cluster', { acls: ['clustering'] }),
      make('keys', { acls: ['manage-api-tokens', 'clustering'] }),
      make('basic', { acls: ['basic-whm-functions'] }),
      make('nothing', { acls: [] }),
      make('expired', { expiresAt: NOW - 1 }),
      make('later', { expiresAt: NOW + 3600 }),
      make('elsewhere', { whitelistAddresses: ['192.0.2.0/24'] }),
      make('here', { whitelistAddresses: ['127.0.0.0/8', '2001:db8::1'] }),
      make('seller', { user: 'seller', acls: ['clustering', 'kill-dns', 'basic-whm-functions'] }),
      make('seller-full', { user: 'seller' }),
    ]),
    tokenPages: 'accepted',
    sessions: [],
    zones: new Map([['a.example', { name: 'a.example', serial: 2026010101, text: '; a' }]]),
    zoneOwners: new Map(),
    dnssecKeys: new Map(),
    nsec3: new Map(),
    cluster: {
      enabled: true,
      threshold: 10,
      notifications: true,
      members: new Map(),
      resellers: new Map(),
      leftStatus: new Map(),
      failureLogs: new Map(),
      strayRoles: new Map(),
      queue: [],
    },
    dnsadminLogLevel: 0,
    dnsadminVerboseSync: false,
    dnsadminLogFile: join(directory, id, 'dnsadmin_log'),
    commandStream: 'on',
    utcOffsetMinutes: 0,
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
    variants: usualVariants,
    down: false,
  };
}

export interface SmallFleet {
  readonly fleet: Fleet;
  /** The world as a server sees it. */
  readonly context: FleetContext;
  readonly web: ServerState;
  readonly ns: ServerState;
  /** Command streams that were opened. */
  readonly streams: WebSocket[];
}

const echo = (acl: string, text: string): Route => ({
  acl,
  handler: (request) => ({
    status: 200,
    contentType: 'text/plain',
    body: `${text} ${request.caller.user} ${request.caller.via} ${request.caller.locale} ${request.params.toString()}`,
  }),
});

/** @param addressOf other addresses than those of a free block */
export async function startSmallFleet(
  options: { oneAddress?: boolean; addressOf?: (index: number) => string } = {},
): Promise<SmallFleet> {
  const directory = await mkdtemp(join(tmpdir(), 'nameward-small-'));
  const block = await claimBlock();
  const addressOf = options.addressOf ?? ((index: number) => block.addressOf(index));
  const web = makeServer('web', 'cpanel', addressOf(0), directory);
  const ns = makeServer('ns', 'dnsonly', addressOf(1), directory);
  const seen: { context: FleetContext | null; streams: WebSocket[] } = { context: null, streams: [] };
  const unused = () => Promise.reject(new Error('No cluster in this test.'));
  const parts: FleetParts = {
    pages: new Map([
      ['/scripts7/clusterstatus', echo('clustering', 'status')],
      ['/cgi/adjustclusterdns.cgi', echo('root', 'adjusted')],
      ['/cgi/trustclustermaster.cgi', echo('clustering', 'trusted')],
    ]),
    peer: new Map([['/scripts2/getpath_local', echo('clustering', 'path')]]),
    attachCommandStream: (socket) => seen.streams.push(socket),
    createClusterEngine: (context) => {
      seen.context = context;
      return {
        start: () => undefined,
        stop: () => Promise.resolve(),
        changeZone: unused,
        isZoneOnMembers: () => Promise.resolve(false),
        addZone: unused,
        removeZone: unused,
        receive: () => '',
        synchronize: unused,
        queueTask: () => undefined,
        refreshTrustedAddresses: unused,
        runQueue: unused,
        pollMember: unused,
        schedulePoll: () => undefined,
      };
    },
  };
  const plan = {
    servers: [web, ns],
    known: [web, ns].map(({ id }) => ({ id, user: 'root', token: tokenText('full') })),
  };
  const giveBack = async () => {
    await block.release();
    await rm(directory, { recursive: true, force: true });
  };
  const all = { plan, seed: 1, directory, trickle: false, oneAddress: options.oneAddress ?? false };
  const fleet = await openFleet(all, parts, giveBack).catch(async (error: unknown) => {
    await giveBack();
    throw error;
  });
  if (seen.context === null) throw new Error('The fleet made no cluster engine.');
  return { fleet, context: seen.context, web, ns, streams: seen.streams };
}

export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  /** User and name of a token; or the whole header. */
  readonly token?: string;
  readonly user?: string;
  readonly authorization?: string;
  readonly method?: string;
  /** Form body. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One bare request on a connection of its own; the certificate is not verified. */
export function call(fleet: Fleet, id: string, path: string, options: Call = {}): Promise<Answer> {
  const place = fleet.inventory().servers.find((server) => server.id === id);
  if (place === undefined) throw new Error(`No server ${id}.`);
  const authorization =
    options.authorization ??
    (options.token === undefined ? undefined : `whm ${options.user ?? 'root'}:${tokenText(options.token)}`);
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(
      {
        host: place.host,
        port: place.port,
        path,
        method: options.method ?? (options.form === undefined ? 'GET' : 'POST'),
        agent: false,
        rejectUnauthorized: false,
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(options.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...options.headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const { statusCode = 0, statusMessage: reason = '', headers } = answer;
          resolve({ status: statusCode, reason, headers, body: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    sent.once('error', reject);
    sent.end(options.form);
  });
}

/** A call of an API function in version 1 with the token `full` unless another is named; gives the envelope. */
export async function api(
  fleet: Fleet,
  id: string,
  name: string,
  query: string | Readonly<Record<string, string>> = {},
  options: Call = { token: 'full' },
): Promise<{ metadata: Record<string, unknown>; data?: Record<string, unknown> }> {
  const answer = await call(
    fleet,
    id,
    `/json-api/${name}?api.version=1&${new URLSearchParams(query).toString()}`,
    options,
  );
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.reason}: ${answer.body}`);
  return JSON.parse(answer.body) as { metadata: Record<string, unknown>; data?: Record<string, unknown> };
}

/** One field of an answer's data. */
export async function field<Value>(
  answer: Promise<{ readonly data?: Record<string, unknown> }>,
  name: string,
): Promise<Value> {
  const { data } = await answer;
  if (data === undefined) throw new Error('The answer has no data.');
  return data[name] as Value;
}
