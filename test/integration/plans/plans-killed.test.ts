import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Change } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { buildProcess, writeProfile } from '#test/fixtures/plans/killed.ts';

/** A plan of more than 40 steps by a process that is killed right after every journal entry that it writes. */

let fleet: Fleet;
let folder = '';

let nameward: Awaited<ReturnType<typeof buildProcess>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nameward-killed-'));
  nameward = await buildProcess(folder);
  fleet = await startFleet({ scenario: 'pairs', servers: 12 });
  await writeProfile(folder, fleet, []);
});
afterAll(async () => {
  await fleet.close();
  await rm(folder, { recursive: true, force: true });
});

const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const webs = Array.from({ length: 7 }, (_, at) => `web${String(at + 1)}`);

/** What can be set, tokens of ours by number: their names are new each time. */
function settings() {
  return Object.values(fleet.state().servers).map(({ id, cluster, tokens, trustedAddresses, dnsadminLogLevel }) =>
    structuredClone({
      id,
      enabled: cluster.enabled,
      threshold: cluster.threshold,
      members: cluster.members
        .map(({ address, user, host, debug, role }) => ({ address, user, host, debug, role }))
        .toSorted((a, b) => (a.address < b.address ? -1 : 1)),
      tokens: tokens.map(({ name }) => name.replace(/^nameward_.*/, 'nameward')).toSorted(),
      trusted: trustedAddresses.remotedns.toSorted(),
      dnsadminLogLevel,
    }),
  );
}

function changesOf(web: string): readonly Change[] {
  const ns1 = addressOf('ns1');
  const member = {
    address: addressOf('ns3'),
    host: 'ns3.pairs.example',
    user: 'root',
    module: 'cPanel',
    role: 'write-only',
    debug: false,
    contact: 'name',
    nsConfig: null,
    token: { from: 'made', on: 'ns3' },
  } as const;
  return [
    { kind: 'threshold', server: web, threshold: 7, notify: false },
    { kind: 'logging', server: web, level: 3, verboseSync: true },
    { kind: 'trusted', server: web, address: '192.0.2.9', trusted: true },
    { kind: 'member.add', server: web, as: 'root', member },
    { kind: 'role', server: web, as: 'root', address: ns1, role: 'write-only' },
    { kind: 'member.remove', server: web, as: 'root', address: addressOf('ns2') },
  ];
}

// Some fifty processes one after the other: a busy machine takes its time.
it('ends as if nothing had happened', { timeout: 900_000 }, async () => {
  await writeFile(join(folder, 'changes.json'), JSON.stringify(webs.flatMap(changesOf)));
  const before = settings();
  const preview = await nameward('preview', '', () => false);
  expect(preview.steps).toBeGreaterThanOrEqual(40);
  const { plan = '' } = preview;
  const killedAfter = new Set<string>();
  const firstTime = (entry: string): boolean => {
    if (killedAfter.has(entry)) return false;
    killedAfter.add(entry);
    return true;
  };
  let outcome = await nameward('apply', plan, firstTime);
  for (let processes = 1; !killedAfter.has('finished ') && processes < 150; processes += 1) {
    outcome = await nameward('resume', plan, firstTime);
  }
  // The last kill came after the entry that the plan is done: there is nothing left to resume. Entries that are written
  // together share a kill.
  expect(outcome.ended).toBeUndefined();
  expect(killedAfter.size).toBeGreaterThan(60);
  const disturbed = settings();
  expect(disturbed).not.toEqual(before);

  // The same changes by a process that lives, on servers as they were.
  const other = await startFleet({ scenario: 'pairs', servers: 12 });
  const first = fleet;
  try {
    fleet = other;
    await rm(join(folder, 'fleet.json'), { force: true });
    await writeProfile(folder, other, webs.flatMap(changesOf));
    const again = await nameward('preview', '', () => false);
    expect(await nameward('apply', again.plan ?? '', () => false)).toMatchObject({ ended: 'done' });
    const block = (address: string): string => address.split('.').slice(0, 3).join('.');
    const here = JSON.stringify(settings()).replaceAll(`${block(addressOf('web1'))}.`, 'block.');
    fleet = first;
    expect(JSON.stringify(disturbed).replaceAll(`${block(addressOf('web1'))}.`, 'block.')).toBe(here);
  } finally {
    fleet = first;
    await other.close();
  }
});
