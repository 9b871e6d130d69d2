/** How servers answer their peers, each variant over the real connections of a fleet. */
import { afterEach, describe, expect, it } from 'vitest';
import { ask, end, MEMBER, open, serve, ZONE, zoneText } from '#simulator/clients/described-fleet.ts';
import type { ServerState } from '#simulator/index.ts';
import { byToken } from '#simulator/clients/page-client.ts';

afterEach(end);

describe('answers to peers', () => {
  it.each([
    [2, 'web1.example.net ns1.example.net\n'],
    [1, 'ns1.example.net\n'],
    [0, '\n'],
  ] as const)('getpath with %i columns', async (pathColumns, text) => {
    await serve({ variants: { pathColumns } });
    expect(await ask('web1', '/scripts2/getpath_local')).toBe(text);
  });

  it.each([
    ['', true, 'example.com\n'],
    ['.db', true, 'example.com.db\n'],
    ['.db', false, 'example.com.db'],
  ])('a list of zones with the suffix “%s”, its last line ended: %s', async (zoneListSuffix, zoneListEnds, text) => {
    await serve({ variants: { zoneListSuffix, zoneListEnds } });
    expect(await ask('web1', '/scripts2/getzonelist_local')).toBe(text);
  });

  it('getzones with and without an end, a suffix and the zones that are not there', async () => {
    const zones = `/scripts2/getzones_local?zones=${ZONE},nobody.example`;
    await serve({ variants: { zoneKeySuffix: '.db', zonesTrail: false } });
    const [web, ns] = [await ask('web1', zones), await ask('ns1', zones)];
    expect([...new URLSearchParams(web)]).toEqual([[`cpdnszone-${ZONE}.db`, zoneText(2026050102)]]);
    expect([web.endsWith('&'), ns.endsWith('&')]).toEqual([false, true]);
    expect([...new URLSearchParams(ns)][0]?.[0]).toBe(`cpdnszone-${ZONE}`);
  });

  it.each([
    ['none', 2026050102],
    ['all', 2026050101],
    [[ZONE], 2026050101],
    [['other.example'], 2026050102],
  ] as const)(
    'zones that it refuses (%j) are skipped, and the sender hears of a success',
    async (refusesZones, serial) => {
      const { ns } = await serve({}, { variants: { refusesZones } });
      const { cursor } = open().events();
      await byToken(open(), 'web1')('/scripts/makesec', { sync_zones: 'one_zone', onezone: ZONE });
      expect(ns.zones.get(ZONE)?.serial).toBe(serial);
      const events = open().events(cursor).events;
      expect(events.find(({ kind }) => kind === 'zone-pushed')).toMatchObject({ ok: true });
      const warned = events.some(
        (event) => event.kind === 'log-written' && event.line.includes(`Unable to save zone ${ZONE}`),
      );
      expect(warned).toBe(serial === 2026050101);
    },
  );

  it.each([
    ['words', /rndc zone: \[example\.com\]/],
    ['empty', /^$/],
  ] as const)('reloads are answered with %s', async (reloadAnswer, text) => {
    await serve({}, { variants: { reloadAnswer } });
    expect(await ask('ns1', '/scripts2/reloadzones_local', { form: `zone=${ZONE}` })).toMatch(text);
  });

  it.each([
    ['same', /^([A-Za-z0-9]+_\d+)( \1)*$/],
    ['numbered', /^([A-Za-z0-9]+_\d+) \1_1( \1_\d)*$/],
  ] as const)('nested commands of one transaction have the %s id', async (uniqid, expected) => {
    const { web } = await serve({ variants: { uniqid } });
    const entry = web.cluster.members.get(MEMBER);
    if (entry !== undefined) entry.debug = true;
    const { cursor } = open().events();
    await open().changeZone('web1', ZONE);
    const lines = open()
      .events(cursor)
      .events.flatMap((event) => (event.kind === 'log-written' ? [event.line] : []));
    const ids = lines.flatMap((line) => /whmreq: .*dnsuniqid=([A-Za-z0-9_]+)/.exec(line)?.[1] ?? []);
    expect(ids.length).toBeGreaterThan(1);
    expect(ids.join(' ')).toMatch(expected);
  });

  it('waits for a member’s state as long as its version does, or as it is told', async () => {
    const { web } = await serve({ variants: { pollTimeoutMs: 200 } });
    await open().setFault('ns1', { fault: { kind: 'slow', delayMs: 600 } });
    await open().pollMember('web1', MEMBER);
    expect(web.cluster.members.get(MEMBER)?.state?.error).toMatch(/Could not communicate/);
  });
});

describe('a synchronization', () => {
  const serial = (server: ServerState): number | undefined => server.zones.get(ZONE)?.serial;

  it.each(['/scripts/makesec'])('brings nothing, or late, and says what it is told (%s)', async (path) => {
    const synchronization = { effect: 'none', lateMs: 0, says: 'Bind reloading … successful\nDone' } as const;
    const { ns } = await serve({ variants: { synchronization } });
    const form = { sync_zones: 'one_zone', onezone: ZONE };
    expect((await byToken(open(), 'web1')(path, form)).text('#sync_output')).toBe(synchronization.says);
    expect(serial(ns)).toBe(2026050101);
    await open().close();
    const late = await serve({ variants: { synchronization: { effect: 'usual', lateMs: 400, says: null } } });
    const { cursor } = open().events();
    await byToken(open(), 'web1')(path, form);
    expect(serial(late.ns)).toBe(2026050101);
    await open().awaitEvent((event) => event.kind === 'zone-pushed', 5000, cursor);
    expect(serial(late.ns)).toBe(2026050102);
  });
});
