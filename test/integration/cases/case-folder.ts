import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { GivenFleet, GivenServer, NameserverSoftware, Product, ServerVariants } from '#simulator/index.ts';
import type { Expectations } from './expectations.ts';
import { pace } from './pace.ts';

/** The folders of inputs from real servers; test/fixtures/cases/README.md says what the fields mean. */
const casesFolder = join(import.meta.dirname, '../../fixtures/cases');

/** What every member file of the cases has as `pass=`. */
const peerToken = 'EXAMPLETOKENEXAMPLETOKENEXAMPLE0';

interface CaseAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
  readonly file?: string;
}

/** What a case says of a server; the README of the folders says what each field means. */
export interface CaseServer {
  readonly address?: string;
  readonly addresses?: readonly string[];
  readonly hostname?: string;
  readonly product?: Product;
  readonly version?: string;
  readonly nameserver?: NameserverSoftware;
  readonly rights?: 'clustering';
  readonly command?: boolean;
  readonly pages?: 'refused';
  readonly modules?: readonly string[];
  readonly answers?: Readonly<Record<string, CaseAnswer>>;
  readonly synchronize?: { readonly effect?: 'none'; readonly lateMs?: number; readonly says?: string };
  readonly refusesZones?: boolean;
  readonly zoneKeySuffix?: string;
  readonly writesDebug?: 'words';
  readonly unreadable?: readonly string[];
}

/** A case that is written down in a test instead of a folder. */
export interface WrittenCase {
  /** Of the folder that shows the same kind. */
  readonly like: string;
  readonly name: string;
  readonly servers: Readonly<Record<string, CaseServer & { readonly files?: Readonly<Record<string, string>> }>>;
  readonly expectations: Expectations;
}

interface CaseFile {
  readonly title: string;
  readonly servers: Readonly<Record<string, CaseServer>>;
}

/** A case, ready to be served. */
export interface Case {
  readonly name: string;
  readonly title: string;
  readonly fleet: GivenFleet;
  readonly expectations: Expectations;
}

/** Files with names that not every system takes, by path below the case. */
const oddlyNamed: ReadonlyMap<string, string> = new Map(
  ['2001:db8:0:0:0:0:0:53'].flatMap((name) => {
    const path = `ipv6-spelling/web1/var/cpanel/cluster/root/config/${name}`;
    const lines = ['#version 2.0', 'user=root', 'host=[2001:db8::53]', `pass=${peerToken}`, 'module=cPanel', 'debug=0'];
    return [
      [path, `${lines.join('\n')}\n`],
      [`${path}-dnsrole`, 'sync'],
    ];
  }),
);

/** Names of all cases, in order. */
export function caseNames(): readonly string[] {
  const entries = readdirSync(casesFolder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Reads the folder of a case. */
export function readCase(name: string): Case {
  const folder = join(casesFolder, name);
  const { title, servers } = readJson(join(folder, 'case.json')) as CaseFile;
  return {
    name,
    title,
    fleet: {
      peerToken,
      servers: Object.entries(servers).map(([id, server]) => givenServer(id, server, filesOf(name, id), folder)),
    },
    expectations: readJson(join(folder, 'expect.json')) as Expectations,
  };
}

/** Readies a case that is written down in a test. */
export function writtenCase({ name, like, servers, expectations }: WrittenCase): Case {
  const given = Object.entries(servers).map(([id, { files = {}, ...server }]) =>
    givenServer(id, server, new Map(Object.entries(files)), null),
  );
  return { name, title: `another of ${like}`, fleet: { peerToken, servers: given }, expectations };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Every file of a server by its path there. */
function filesOf(name: string, id: string): ReadonlyMap<string, string> {
  const top = join(casesFolder, name, id);
  const found = existsSync(top) ? (readdirSync(top, { recursive: true }) as string[]) : [];
  const files = found.map((file) => join(top, file)).filter((file) => statSync(file).isFile());
  const made = [...oddlyNamed].filter(([path]) => path.startsWith(`${name}/${id}/`));
  return new Map([
    ...files.map((file): [string, string] => [
      `/${relative(top, file).split(sep).join('/')}`,
      readFileSync(file, 'utf8'),
    ]),
    ...made.map(([path, text]): [string, string] => [path.slice(`${name}/${id}`.length), text]),
  ]);
}

function givenServer(
  id: string,
  server: CaseServer,
  files: ReadonlyMap<string, string>,
  folder: string | null,
): GivenServer {
  const {
    address,
    hostname = `${id}.example.net`,
    product = 'cpanel',
    version = '11.136.0.51',
    nameserver = 'powerdns',
  } = server;
  return {
    id,
    hostname,
    product,
    version,
    nameserver,
    ...(address === undefined ? {} : { address }),
    ...(server.rights === 'clustering' ? { knownTokenAcls: ['clustering'] } : {}),
    commandStream: server.command === false ? 'refused' : 'on',
    variants: variantsOf(folder, server),
    files,
  };
}

function variantsOf(folder: string | null, server: CaseServer): Partial<ServerVariants> {
  const { effect = 'usual', lateMs = 0, says = null } = server.synchronize ?? {};
  return {
    // The polls of a case have been made: what they found stands in its files.
    polls: 'remembered',
    modules: server.modules ?? ['cPanel', 'SoftLayer', 'VPSNET'],
    pagesShut: server.pages === 'refused',
    answers: new Map(
      Object.entries(server.answers ?? {}).map(([path, answer]) => [
        path,
        {
          status: answer.status ?? 200,
          contentType: answer.type ?? 'text/plain; charset="utf-8"',
          body: answer.body ?? readFileSync(join(folder ?? '', answer.file ?? ''), 'utf8'),
        },
      ]),
    ),
    addressLines: server.addresses ?? null,
    unreadable: server.unreadable ?? [],
    debug: server.writesDebug ?? 'digits',
    zoneKeySuffix: server.zoneKeySuffix ?? '',
    refusesZones: server.refusesZones === true ? 'all' : 'none',
    synchronization: { effect, lateMs: lateMs / pace, says },
  };
}
