import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandIo } from '#electron/cli/io.ts';
import { run } from '#electron/cli/run.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';

let fleet: Fleet;
let directory = '';

/** Runs one command as a script would. */
async function nameward(...args: string[]) {
  return await interrupted(new AbortController(), ...args);
}
async function interrupted(controller: AbortController, ...args: string[]) {
  let out = '';
  let notes = '';
  const io: CommandIo = {
    write: (text) => {
      out += text;
      return true;
    },
    drained: () => Promise.resolve(),
    note: (text) => {
      notes += text;
    },
    colours: false,
    progress: false,
    version: '0.0.0',
    env: { XDG_CONFIG_HOME: directory, APPDATA: directory },
    interrupted: controller.signal,
  };
  const status = await run(args, io);
  return { status, out, notes, json: () => JSON.parse(out) as Record<string, unknown> };
}
const files = (): string[] => [
  '--inventory',
  join(directory, 'inventory.json'),
  '--tokens',
  join(directory, 'tokens.json'),
];

beforeAll(async () => {
  fleet = await startFleet();
  directory = await mkdtemp(join(tmpdir(), 'nameward-cli-'));
  await writeFile(join(directory, 'inventory.json'), JSON.stringify(fleet.inventory()));
  await writeFile(join(directory, 'tokens.json'), JSON.stringify(fleet.tokens()), { mode: 0o600 });
});
afterAll(async () => {
  await fleet.close();
  await rm(directory, { recursive: true, force: true });
});

describe('--trace-requests', () => {
  const secretsOf = (): readonly string[] => Object.values(fleet.tokens().tokens);

  it('tells every request, stream and command on standard error, and no secret', async () => {
    const { out, notes, status } = await nameward('status', '--json', '--trace-requests', ...files());
    expect(status).toBe(3);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
    const told = notes
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { request: Record<string, unknown> }).request);
    expect(new Set(told.map(({ method }) => method))).toEqual(new Set(['GET', 'WEBSOCKET', 'COMMAND']));
    expect(told).toContainEqual({
      server: 'web1',
      method: 'GET',
      path: '/json-api/applist?api.version=1',
      status: 200,
      failure: null,
      ms: expect.any(Number) as number,
      sentBytes: 0,
      receivedBytes: expect.any(Number) as number,
    });
    expect(told.some(({ failure }) => failure === 'whm.unreachable')).toBe(true);
    expect(told.find(({ path }) => String(path).startsWith('/usr/bin/find '))).toMatchObject({ method: 'COMMAND' });
    for (const secret of secretsOf()) expect(notes).not.toContain(secret);
    expect(notes).not.toMatch(/cpsess\d/);
  });

  it('is a line in words without --json', async () => {
    const { notes } = await nameward('status', '--trace-requests', '--server', 'web1', ...files());
    expect(notes).toMatch(/^web1 GET \/json-api\/\S+ 200 in \d+ ms, 0 bytes out, \d+ in$/m);
    expect(notes).toMatch(/^web1 COMMAND \/usr\/bin\/find .+ exit \d+ in \d+ ms, 0 bytes out, \d+ in$/m);
  });
});

describe('nameward status', () => {
  it('prints every server in the promised shape', async () => {
    const { status, json, notes } = await nameward('status', '--json', ...files());
    expect(status).toBe(3);
    expect(notes).toBe('');
    const { servers } = json() as { servers: Record<string, unknown>[] };
    expect(servers.map(({ id }) => id)).toEqual(fleet.inventory().servers.map(({ id }) => id));
    const web1 = servers.find(({ id }) => id === 'web1');
    expect(web1).toEqual({
      id: 'web1',
      host: fleet.servers.get('web1')?.address,
      product: 'cpanel',
      version: '11.126.0.28',
      nameserver: 'powerdns',
      reachable: true,
      channels: { api: true, peer: true, pages: true, command: true, ssh: false },
      channelReasons: { ssh: expect.any(String) as string },
      clustering: { enabled: true, threshold: 10, notify: true },
      members: expect.any(Array) as unknown[],
      observedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
    });
    const [member] = (web1?.['members'] ?? []) as unknown[];
    expect(member).toEqual({
      host: fleet.servers.get('ns1')?.address,
      hostname: 'ns1.example.net',
      user: 'root',
      module: 'cPanel',
      role: 'sync',
      state: expect.stringMatching(/^(ok|warning|broken|disabled|unknown)$/) as string,
      version: expect.any(String) as string,
      nameserver: 'powerdns',
      source: expect.stringMatching(/^(command|pages)$/) as string,
    });
    const ns5 = servers.find(({ id }) => id === 'ns5');
    expect(ns5).toMatchObject({
      product: 'unknown',
      version: null,
      nameserver: null,
      reachable: false,
      error: { code: 'whm.unreachable' },
      channels: { api: null },
      clustering: null,
      members: null,
    });
    // The peer channel saw nothing: that is unknown, not none.
    expect(servers.find(({ id }) => id === 'ns3')).toMatchObject({ members: null, clustering: null });
  });

  it('chooses by id, host, name and tag, and knows the members’ states all the same', async () => {
    const { status, json } = await nameward(
      'status',
      '--json',
      '--server',
      'web5',
      '--server',
      'ns1.example.net',
      '--tag',
      'lab',
      ...files(),
    );
    expect(status).toBe(0);
    const { servers } = json() as { servers: { id: string; members: { state: string }[] }[] };
    expect(servers.map(({ id }) => id)).toEqual(['web5', 'ns1']);
    expect(servers[0]?.members.map(({ state }) => state)).toEqual(['ok']);
  });

  it('prints a table for people, and problems by --fail-on', async () => {
    const { status, out } = await nameward('status', '--server', 'web7', ...files());
    expect(out).toMatch(/^SERVER {2,}HOST NAME/);
    expect(out).toContain('web7 > ns4');
    expect(status).toBe(1);
    expect((await nameward('status', '--server', 'web5', '--fail-on', 'info', ...files())).status).toBe(0);
  });
});

describe('nameward trust', () => {
  it('prints every link in the promised shape', async () => {
    const { status, json, notes } = await nameward('trust', '--json', ...files());
    expect(status).toBe(3);
    expect(JSON.parse(notes)).toEqual({
      error: { code: 'whm.unreachable', message: expect.any(String) as string, server: 'ns5' },
    });
    const { links, clusters } = json() as { links: Record<string, unknown>[]; clusters: string[][] };
    expect(clusters).toHaveLength(2);
    for (const link of links)
      expect(Object.keys(link)).toEqual(['from', 'to', 'role', 'reverseTrust', 'state', 'reasons']);
    const link = (from: string, to: string) =>
      links.find((candidate) => candidate['from'] === from && candidate['to'] === to);
    expect(link('web7', 'ns4')).toMatchObject({ role: 'sync', reverseTrust: 'no', state: 'broken' });
    expect(link('web6', 'ns4')).toMatchObject({ reverseTrust: 'yes', state: 'ok', reasons: [] });
    expect(link('web6', 'ns5')).toMatchObject({ state: 'disabled' });
    expect(link('web4', 'ns1')).toMatchObject({ role: 'write-only', reverseTrust: 'not-required' });
  });

  it('ends with 1 for a broken link between servers that answer', async () => {
    const { status, json } = await nameward('trust', '--json', '--server', 'web7', ...files());
    expect(status).toBe(1);
    expect((json() as { links: unknown[] }).links).toHaveLength(1);
  });
});

describe('a server whose certificate nobody has accepted', () => {
  it('is reported with the SHA-256 that was seen', async () => {
    const [first] = fleet.inventory().servers;
    if (!first?.certificate) throw new Error('the fleet has no server with a certificate');
    const { certificate, ...unknown } = first;
    const inventory = join(directory, 'unknown.json');
    await writeFile(inventory, JSON.stringify({ version: 1, servers: [unknown] }));
    const { status, json } = await nameward('status', '--json', '--inventory', inventory, ...files().slice(2));
    expect(status).toBe(3);
    const [server] = json()['servers'] as { error: { code: string; message: string } }[];
    expect(server?.error).toEqual({
      code: 'whm.tls-untrusted',
      message: expect.stringContaining(certificate.sha256) as string,
    });
  });
});

describe('nameward tail', () => {
  it('prints the past of several servers merged by time, one object a line', async () => {
    const { status, out } = await nameward(
      'tail',
      '--json',
      '--lines',
      '20',
      '--server',
      'web1',
      '--server',
      'ns1',
      ...files(),
    );
    expect(status).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(lines.map(({ server }) => server))).toEqual(new Set(['web1', 'ns1']));
    for (const line of lines) {
      expect(Object.keys(line).slice(0, 5)).toEqual(['server', 'at', 'level', 'source', 'message']);
    }
    const times = lines.flatMap(({ at }) => (typeof at === 'string' ? [Date.parse(at)] : []));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('follows until it is interrupted, and filters', async () => {
    const controller = new AbortController();
    const running = interrupted(
      controller,
      'tail',
      '--json',
      '--follow',
      '--lines',
      '0',
      '--filter',
      'Syncing level>=info',
      '--server',
      'web1',
      ...files(),
    );
    await new Promise((resolve) => {
      setTimeout(resolve, 1500);
    });
    await fleet.changeZone('web1', [...(fleet.servers.get('web1')?.zones.keys() ?? [])][0] ?? '');
    await new Promise((resolve) => {
      setTimeout(resolve, 800);
    });
    controller.abort();
    const { status, out } = await running;
    expect(status).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ server: 'web1', message: expect.stringContaining('Syncing') as string });
  });

  it('ends with 3 when one log cannot be read, and prints the others', async () => {
    const { status, out, notes } = await nameward(
      'tail',
      '--lines',
      '2',
      '--server',
      'web7',
      '--server',
      'web1',
      ...files(),
    );
    expect(status).toBe(3);
    expect(notes).toMatch(/^web7: /);
    expect(out.trim().split('\n')).toHaveLength(2);
    const asJson = await nameward('tail', '--json', '--lines', '2', '--server', 'web7', ...files());
    expect(asJson.status).toBe(3);
    expect(JSON.parse(asJson.notes)).toEqual({
      error: { code: expect.any(String) as string, message: expect.any(String) as string, server: 'web7' },
    });
  });
});

describe('wrong usage', () => {
  it.each([
    [['--json', 'status', '--nonsense']],
    [['status', '--json', '--timeout', 'soon']],
    [['status', '--json', '--fail-on', 'never']],
    [['findings', '--json']],
    [['status', '--json', '--inventory', '/nowhere/inventory.json', '--tokens', '/nowhere/tokens.json']],
    [['status', '--json', '--inventory', '/nowhere/inventory.json']],
    [['tail', '--json', '--filter', 'level>=loud']],
    [['tail', '--json', '--filter', '/(/']],
  ])('%j ends with 2 and one error', async (args) => {
    const { status, out, notes, json } = await nameward(...args);
    expect([status, out.split('\n').length]).toEqual([2, 2]);
    expect(json()).toEqual({ error: { code: expect.any(String) as string, message: expect.any(String) as string } });
    // Errors go to standard error; the document of standard output is the same.
    expect(notes).toBe(out);
  });

  it('knows no profile but those of the app, and says which they are', async () => {
    await mkdir(join(directory, 'Nameward', 'profiles', 'lab'), { recursive: true });
    const { status, json } = await nameward('status', '--json', '--profile', 'lba');
    expect(status).toBe(2);
    expect(json()).toEqual({
      error: { code: 'profiles.unknown', message: 'There is no profile lba. There is: default, lab.' },
    });
    const inWords = await nameward('trust', '--profile', 'lba');
    expect([inWords.status, inWords.out, inWords.notes]).toEqual([
      2,
      '',
      'nameward: There is no profile lba. There is: default, lab.\n',
    ]);
    // The files stand for a profile, whatever it is called.
    expect((await nameward('status', '--json', '--profile', 'lba', '--server', 'web5', ...files())).status).toBe(0);
  });

  it('says in words why a file cannot be read', async () => {
    const { json } = await nameward(
      'status',
      '--json',
      '--inventory',
      '/nowhere/i.json',
      '--tokens',
      '/nowhere/t.json',
    );
    expect(json()).toMatchObject({ error: { message: '/nowhere/i.json cannot be read: there is no such file.' } });
  });

  it('names a server that nobody has', async () => {
    const { status, json } = await nameward('status', '--json', '--server', 'web99', ...files());
    expect(status).toBe(2);
    expect(json()).toMatchObject({ error: { code: 'servers.unknown' } });
  });

  it.skipIf(process.platform === 'win32')('does not read a tokens file that others can read', async () => {
    const open = join(directory, 'open.json');
    await writeFile(open, JSON.stringify(fleet.tokens()));
    await chmod(open, 0o640);
    const { status, out } = await nameward(
      'status',
      '--json',
      '--inventory',
      join(directory, 'inventory.json'),
      '--tokens',
      open,
    );
    expect(status).toBe(2);
    expect(out).toContain('0640');
  });

  it('quotes nothing of a damaged tokens file', async () => {
    const damaged = join(directory, 'damaged.json');
    await writeFile(damaged, '{"version":1,"tokens":{"web1":"SENTINELTOKEN"', { mode: 0o600 });
    const { status, out, notes } = await nameward(
      'status',
      '--json',
      '--inventory',
      join(directory, 'inventory.json'),
      '--tokens',
      damaged,
    );
    expect(status).toBe(2);
    expect(out + notes).not.toContain('SENTINEL');
  });

  it('lists in its help what exists and nothing else', async () => {
    const { status, out } = await nameward('--help');
    expect(status).toBe(0);
    expect([...out.matchAll(/^ {2}([a-z]+)(?: \[.*?\])? {2,}/gm)].map(([, name]) => name)).toEqual([
      'status',
      'trust',
      'tail',
      'lab',
      'help',
    ]);
  });
});

it('nameward lab runs until it is interrupted and says where its files are', async () => {
  const controller = new AbortController();
  const dir = join(directory, 'lab');
  const running = interrupted(controller, 'lab', '--servers', '4', '--dir', dir);
  setTimeout(() => controller.abort(), 3000);
  const { status, out } = await running;
  expect([status, out]).toEqual([0, `ready ${dir}\n`]);
});
