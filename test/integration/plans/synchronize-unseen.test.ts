import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { Change, SynchronizeScope } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { applied, previewOf } from '#test/fixtures/plans/runs.ts';
import { openLab, type Lab, type LabOptions } from '#test/fixtures/services/lab.ts';

/**
 * What a synchronization brings and nobody sees, and what it does not bring although all say so: said, never verified
 * without a word.
 */

let fleet: Fleet;
let lab: Lab;
const limits = { settleMs: [0, 50], synchronize: { pollEveryMs: 20, deadlineMs: 8000, stillMs: 600 } };

const serverOf = (id: string) => {
  const server = fleet.servers.get(id);
  if (!server) throw new Error(id);
  return server;
};
type Server = ReturnType<typeof serverOf>;
const vary = (id: string, variants: Partial<Server['variants']>): void => {
  Object.assign(serverOf(id), { variants: { ...serverOf(id).variants, ...variants } });
};

/** Zones of one server's own accounts. */
function ownZones(id: string): readonly string[] {
  const { hostname, zones } = serverOf(id);
  return [...zones.values()].filter(({ text }) => text.includes(` hostname:${hostname} `)).map(({ name }) => name);
}

/** Writes a zone's text anew on one server; the serial there stays what it is for the simulator. */
function rewrite(id: string, name: string, edit: (text: string) => string): void {
  const held = serverOf(id).zones.get(name);
  if (!held) throw new Error(`${id} has no zone ${name}`);
  held.text = edit(held.text);
}

function age(id: string, name: string, by: number): void {
  const held = serverOf(id).zones.get(name);
  if (!held) throw new Error(`${id} has no zone ${name}`);
  const was = held.serial;
  held.serial += by;
  held.text = held.text.replace(String(was), String(held.serial));
}

const one = (zone: string): SynchronizeScope => ({ zones: 'one', zone, where: 'everywhere' });
const all: SynchronizeScope = { zones: 'all', where: 'everywhere', full: true };

async function open(options: LabOptions = {}): Promise<void> {
  lab = await openLab(fleet, { limits, ...options });
  await lab.services.fleet.refresh({ ids: null });
}

async function synchronized(scope: SynchronizeScope): Promise<PlanRun['steps'][number]> {
  const change: Change = { kind: 'synchronize', server: 'web1', scope };
  const [step] = (await applied(lab.services, await previewOf(lab.services, [change]))).steps;
  if (!step) throw new Error('no step');
  return step;
}

let zone = '';
let other = '';
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 7 });
  [zone = '', other = ''] = ownZones('web1');
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

describe('a synchronization', () => {
  it('names records that differ under one serial, and no winner', async () => {
    rewrite('ns1', zone, (text) => `${text.replace(':1763712000', ':1763712600')}extra\t60\tIN\tTXT\t"by hand"\n`);
    // Written otherwise, and the same all the same.
    rewrite('ns2', zone, (text) => text.replace(/^www\t/m, `WWW.${zone}. ; text\n\t`).replaceAll('14400\tIN', ' 4h  '));
    await open();
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toContain(
      `${zone} has the same serial, ${serverOf('web1').zones.get(zone)?.serial}, and other records on web1`,
    );
    expect(error?.message).toMatch(
      /never repairs that.*web1\S* 2025-11-21 08:00:00 UTC, ns1\S* 2025-11-21 08:10:00 UTC; that does not tell/,
    );
    expect(error?.message).not.toContain('ns2');
  });

  it.each([
    ['$INCLUDE extra.hosts\n', /some of those on (?:web1|ns1)\S* are not in its text/],
    ['$GENERATE 1-9 host$ A 192.0.2.$\n', /not in its text/],
    [Array.from({ length: 20_001 }, (_, n) => `h${n}\t60\tIN\tA\t192.0.2.1\n`).join(''), /are too many to be read/],
  ])('never says of records that were not compared that they have arrived: %#', async (more, why) => {
    rewrite('ns1', zone, (text) => `${text}${more}`);
    await open();
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(/^0 of 1 zone arrived\. The serial of \S+ is the same, \d+, on web1\S* and ns1/);
    expect(error?.message).toMatch(why);
    expect(error?.message).toContain('its records were not compared');
    expect(error?.message).not.toContain('ns2');
  });

  it('says the same of a member that is overwritten, and of one that had no copy before', async () => {
    const member = serverOf('web1').cluster.members.get(serverOf('ns1').address);
    if (!member) throw new Error('no member');
    rewrite('web1', zone, (text) => `${text}$INCLUDE extra.hosts\n`);
    serverOf('ns2').zones.delete(zone);
    member.role = 'write-only';
    await open();
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(/is the same.*on web1\S* and ns[12].*were not compared.* So it is with 1 more\.$/);
  });

  it('mends them on a member that is overwritten, and has arrived only then', async () => {
    const member = serverOf('web1').cluster.members.get(serverOf('ns1').address);
    if (!member) throw new Error('no member');
    member.role = 'write-only';
    rewrite('ns1', zone, (text) => `${text}extra\t60\tIN\tTXT\t"by hand"\n`);
    vary('web1', { synchronization: { effect: 'none', lateMs: 0, says: null } });
    await open();
    const ignored = await synchronized(one(zone));
    expect(ignored).toMatchObject({ state: 'failed' });
    expect(ignored.error?.message).toMatch(/the same serial there, \d+, with other records/);
    vary('web1', { synchronization: { effect: 'usual', lateMs: 0, says: null } });
    expect(await synchronized(one(zone))).toMatchObject({ state: 'verified', error: null });
  });

  it.each([
    ['202602061512', 'The serial 202602061512 of'],
    ['-1', 'The serial -1 of'],
    ['4294967296', 'is none: one has 32 bits'],
    ['today', 'The serial today of'],
    [';', 'cannot be read'],
  ])('takes no serial for any where the sender has %s', async (serial, words) => {
    await open();
    for (const id of ['web1', 'ns1', 'ns2']) {
      if (id !== 'web1') serverOf(id).zones.delete(zone);
    }
    rewrite('web1', zone, (text) => text.replace(/\d+ ;Serial Number/, `${serial} ;Serial Number`));
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toContain(words);
    expect(error?.message).toContain('nothing shows that it has arrived');
  });

  it('knows nothing of a member whose list is empty, unless the list comes back', async () => {
    age('ns1', zone, -1);
    await open();
    const answers = new Map([['/scripts2/getzonelist_local', { status: 200, contentType: 'text/plain', body: '\n' }]]);
    vary('ns1', { answers });
    const empty = await synchronized(all);
    expect(empty.state).toBe('unverified');
    expect(empty.error?.message).toMatch(/ns1\S* sent an empty list of zones/);
    expect(empty.error?.message).toContain('on 1 of 2 members');
    age('ns1', zone, -1);
    const back = setTimeout(() => vary('ns1', { answers: new Map() }), 400);
    expect(await synchronized(all)).toMatchObject({ state: 'verified', error: null });
    clearTimeout(back);
  });

  it('does not speak for members that nobody here can look at', async () => {
    await open({ only: ['web1', 'ns1'] });
    age('ns1', zone, -1);
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(
      /^1 of 1 zone arrived on 1 of 2 members\. The zones of ns2\S* could not be read: there is no token here\.$/,
    );
  });

  it('calls what another back end was sent accepted, not seen', async () => {
    const [pattern] = [...serverOf('web1').cluster.members.values()];
    if (!pattern) throw new Error('no member');
    serverOf('web1').cluster.members.set('bridge', {
      ...pattern,
      address: 'bridge',
      host: 'bridge',
      module: 'WHMCSDNS',
      role: 'write-only',
    });
    await open();
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(/on 2 of 3 members\. What bridge \(WHMCSDNS\) was sent is accepted, not seen/);
  });

  it.each([
    [
      'accepted',
      `zone EXAMPLE/IN: NS 'ns1.EXAMPLE' has no address records (A or AAAA)\nzone EXAMPLE/IN: not loaded due to errors.\nserver reload successful\nDone\n`,
    ],
    ['refused', "[bindbackend] Error parsing zone 'EXAMPLE': Unparseable data at line 7\nDone\n"],
  ] as const)('quotes what the nameserver says against a zone (tokens on pages %s)', async (tokenPages, says) => {
    // Where pages are shut it runs by command.
    if (tokenPages === 'refused') vary('web1', { pagesShut: true });
    vary('web1', { synchronization: { effect: 'usual', lateMs: 0, says: says.replaceAll('EXAMPLE', zone) } });
    await open();
    age('ns1', zone, -1);
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(/1 of 1 zone arrived\. WHM also said: .*(?:not loaded|Error parsing)/);
  });

  it.each([
    ['refused', `${'Syncing a.example...Done\n'.repeat(100_000)}b.example: bad zone\n`],
    ['accepted', ['one', 'two', 'three', 'four'].map((each) => `zone ${each}.example: bad zone\n`).join('')],
  ] as const)('says that WHM’s words were not all looked at (tokens on pages %s)', async (tokenPages, says) => {
    if (tokenPages === 'refused') vary('web1', { pagesShut: true });
    vary('web1', { synchronization: { effect: 'usual', lateMs: 0, says } });
    await open();
    age('ns1', zone, -1);
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toContain('What WHM printed was not read to its end');
  });

  it('says what was seen, and not that it failed, where WHM’s answer is longer than is read', async () => {
    vary('web1', {
      synchronization: { effect: 'usual', lateMs: 0, says: 'Syncing a.example...Done\n'.repeat(100_000) },
    });
    await open();
    age('ns1', zone, -1);
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(/cut off\. What became of the change is open\. 1 of 1 zone arrived\.$/);
  });

  it('says where serial and update stamp name different copies', async () => {
    age('ns1', zone, -1);
    rewrite('ns1', zone, (text) => text.replace(':1763712000', ':1763799999'));
    age('ns2', other, -1);
    await open();
    const { state, error } = await synchronized(all);
    expect(state).toBe('verified');
    expect(error?.message).toContain(`the newer copy of ${zone} was that of web1`);
    expect(error?.message).toMatch(/by its update stamp; which of the two WHM goes by is not known\.$/);
  });

  it('looks for the zones too where nobody understands the answer, and never says of them that nothing was done', async () => {
    age('ns1', zone, -1);
    await open({
      connector: {
        onRequest: ({ method, path }) => {
          if (method !== 'POST' || !path.endsWith('/scripts/makesec')) return;
          const odd = { status: 200, contentType: 'text/html', body: '<html><body><p>...</p></body></html>' };
          vary('web1', { answers: new Map([['/scripts/makesec', odd]]) });
          setTimeout(() => age('ns1', zone, 1), 300);
        },
      },
    });
    const { state, error } = await synchronized(one(zone));
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(/an unrecognised page: what became of it is open\..* 1 of 1 zone arrived\.$/);
  });

  it('does not wait long for a member that does not answer', async () => {
    age('ns1', zone, -1);
    await open({ limits: { ...limits, synchronize: { pollEveryMs: 20, deadlineMs: 60_000, stillMs: 6000 } } });
    await fleet.setFault('ns1', { fault: { kind: 'refuse' } });
    const begin = performance.now();
    const { state, error } = await synchronized(one(zone));
    expect(performance.now() - begin).toBeLessThan(6000);
    expect(state).toBe('unverified');
    expect(error?.message).toMatch(/arrived on 1 of 2 members\. The zones of ns1\S* could not be read\.$/);
  });

  it.each(['poll', 'page'])(
    'does not wait long for a member that WHM says it does not reach (by its %s), and quotes it',
    async (known) => {
      const member = serverOf('web1').cluster.members.get(serverOf('ns1').address);
      if (!member) throw new Error('no member');
      age('ns1', zone, -1);
      await open({ limits: { ...limits, synchronize: { pollEveryMs: 20, deadlineMs: 60_000, stillMs: 6000 } } });
      member.token = 'NOSUCHTOKENNOSUCHTOKENNOSUCHTOKE';
      const error = 'Could not communicate with remote API server.';
      if (member.state && known === 'poll') member.state = { ...member.state, error };
      vary('web1', { polls: 'remembered' });
      const begin = performance.now();
      const step = await synchronized(one(zone));
      expect(performance.now() - begin).toBeLessThan(6000);
      expect(step.state).toBe('failed');
      expect(step.error?.message).toMatch(/^0 of 1 zone arrived\. Not arrived: .* says of ns1\S*: “.+”\.$/);
    },
  );

  it('waits for what comes late, with ever rarer looks', async () => {
    age('ns1', zone, -1);
    vary('web1', { synchronization: { effect: 'usual', lateMs: 1500, says: null } });
    await open({ limits: { ...limits, synchronize: { pollEveryMs: 20, deadlineMs: 20_000, stillMs: 10_000 } } });
    const before = lab.sent.length;
    expect(await synchronized(one(zone))).toMatchObject({ state: 'verified', error: null });
    const looks = lab.sent.slice(before).filter(({ path }) => path.includes('getzones_local')).length;
    // Every 20 ms it would be some 75.
    expect(looks).toBeLessThan(20);
  });
});
