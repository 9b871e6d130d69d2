/** A fleet of two described servers, `web1` with the member `ns1`: for the tests of variants. */
import { memberFile } from '#simulator/cluster/stored-files.ts';
import { startFleet, type Fleet, type GivenServer, type ServerState, type ServerVariants } from '#simulator/index.ts';
import { type Call, call } from './small-fleet.ts';

export const PEER = 'PEERTOKENPEERTOKENPEERTOKENPEER0';
export const MEMBER = '192.0.2.53';
export const ZONE = 'example.com';
let fleet: Fleet | null = null;

export function zoneText(serial: number, address = '192.0.2.80'): string {
  return `$TTL 14400\n${ZONE}. 86400 IN SOA ns1.example.net. hostmaster.example.net. (\n\t${String(serial)} ;Serial Number\n\t3600\n\t1800\n\t1209600\n\t86400 )\n${ZONE}. 86400 IN NS ns1.example.net.\n@ 14400 IN A ${address}\n`;
}

export function entryFiles(name: string, config: readonly string[], role: string): readonly [string, string][] {
  const file = memberFile('root', name);
  return [
    [file, config.map((line) => `${line}\n`).join('')],
    [`${file}-dnsrole`, role],
  ];
}

/** The files of the member ns1. */
export const ns1Entry = entryFiles(
  MEMBER,
  ['#version 2.0', 'user=root', 'host=ns1.example.net', `pass=${PEER}`, 'module=cPanel', 'debug=0'],
  'sync',
);

type Given = Partial<Omit<GivenServer, 'variants'>> & { readonly variants?: Partial<ServerVariants> };

/** Starts web1 with ns1 as its member, each with a zone, and what is said of them beside; the fleet of before ends. */
export async function serve(web: Given = {}, ns: Given = {}): Promise<{ web: ServerState; ns: ServerState }> {
  await end();
  const zone = (serial: number): [string, string] => [`/var/named/${ZONE}.db`, zoneText(serial)];
  fleet = await startFleet({
    given: {
      peerToken: PEER,
      servers: [
        {
          id: 'web1',
          hostname: 'web1.example.net',
          product: 'cpanel',
          address: '192.0.2.11',
          files: new Map([...ns1Entry, zone(2026050102)]),
          ...web,
        },
        {
          id: 'ns1',
          hostname: 'ns1.example.net',
          product: 'dnsonly',
          address: MEMBER,
          files: new Map([zone(2026050101)]),
          ...ns,
        },
      ],
    },
  });
  const of = (id: string): ServerState => {
    const found = fleet?.servers.get(id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  };
  return { web: of('web1'), ns: of('ns1') };
}

export function open(): Fleet {
  if (fleet === null) throw new Error('no fleet');
  return fleet;
}

export async function ask(id: string, path: string, options: Call = {}): Promise<string> {
  const authorization = `whm root:${open().tokens().tokens[id] ?? ''}`;
  return (await call(open(), id, path, { authorization, ...options })).body;
}

export async function api(id: string, name: string, query: Readonly<Record<string, string>> = {}) {
  const params = new URLSearchParams({ 'api.version': '1', ...query });
  return JSON.parse(await ask(id, `/json-api/${name}?${params.toString()}`)) as {
    readonly metadata: { readonly result: number; readonly reason: string };
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

export const CONFIG = '/var/cpanel/cluster/root/config';

/** Ends the fleet that runs. */
export async function end(): Promise<void> {
  await fleet?.close();
  fleet = null;
}
