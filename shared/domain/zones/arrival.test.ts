import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalOf, awaitedZones, disputeOf, zonesOfScope, type Parties } from './arrival.ts';
import type { ZoneCopy } from './copy.ts';

/**
 * Within half the space of each other, around its end: the newest is the largest before the end of the space is counted
 * over.
 */
const start = 2 ** 32 - 500;
const serialOf = (step: number): number => (start + step) % 2 ** 32;
const zoneNames = ['a.example', 'b.example', 'c.example', 'd.example'];
const holdings = fc.uniqueArray(fc.tuple(fc.constantFrom(...zoneNames), fc.integer({ min: 0, max: 1000 })), {
  selector: ([zone]) => zone,
});
/** Steps by zone, by server: `s` sends, `m…` are sync members, `w…` write-only ones. */
type Fleet = ReadonlyMap<string, ReadonlyMap<string, number>>;
const fleets: fc.Arbitrary<Fleet> = fc
  .record({ s: holdings, m1: holdings, m2: holdings, w1: holdings, w2: holdings })
  .map((all) => new Map(Object.entries(all).map(([id, zones]) => [id, new Map(zones)])));
const scopes = fc.constantFrom(
  ...(['here', 'everywhere'] as const).flatMap((where) => [
    { zones: 'all', where, full: true } as const,
    { zones: 'all', where, full: false } as const,
    { zones: 'one', where, zone: 'a.example' } as const,
  ]),
);

const copy = (serial: number | null, digest = String(serial), updated: number | null = null): ZoneCopy => ({
  serial,
  written: null,
  updated,
  records: { digest, whole: true },
});

const copiesOn = (fleet: Fleet, id: string): Map<string, ZoneCopy> =>
  new Map([...(fleet.get(id) ?? [])].map(([zone, step]) => [zone, copy(serialOf(step))]));

function awaitedIn(fleet: Fleet, scope: Parameters<typeof zonesOfScope>[0]) {
  const source = (id: string) => ({ id, zones: copiesOn(fleet, id) });
  const parties: Parties = { sender: source('s'), sync: [source('m1'), source('m2')], writeOnly: ['w1', 'w2'] };
  const zones = zonesOfScope(
    scope,
    parties.sender.zones.keys(),
    parties.sync.map((each) => each.zones.keys()),
  );
  return awaitedZones(zones, scope.where, parties);
}

/**
 * What the guides say: the newest of the sender and its sync members goes to the sender, from there to all that it
 * writes to.
 */
function synchronized(fleet: Fleet, zones: Iterable<string>, where: 'here' | 'everywhere'): Fleet {
  const after = new Map([...fleet].map(([id, held]) => [id, new Map(held)]));
  for (const zone of zones) {
    const steps = ['s', 'm1', 'm2'].flatMap((id) => fleet.get(id)?.get(zone) ?? []);
    if (steps.length === 0) continue;
    for (const id of where === 'here' ? ['s'] : after.keys()) after.get(id)?.set(zone, Math.max(...steps));
  }
  return after;
}

function left(fleet: Fleet, awaited: ReturnType<typeof awaitedIn>) {
  return awaited.filter(
    (each) =>
      arrivalOf(each, copiesOn(fleet, each.on).get(each.zone), copiesOn(fleet, 's').get(each.zone)) !== 'arrived',
  );
}

describe('the arrival of zones', () => {
  it('is complete once the newest is on every server that the direction names, and stays so', () => {
    fc.assert(
      fc.property(fleets, scopes, (fleet, scope) => {
        const awaited = awaitedIn(fleet, scope);
        const known = awaited.filter(({ newest }) => newest !== null);
        const after = synchronized(fleet, new Set(awaited.map(({ zone }) => zone)), scope.where);
        expect(left(after, known)).toEqual([]);
        // A zone that no source has cannot come.
        expect(left(after, awaited).every(({ newest }) => newest === null)).toBe(true);
        const zones = new Set(awaited.map(({ zone }) => zone));
        const changed = new Map([...after].map(([id, held]) => [id, new Map(held)]));
        for (const held of changed.values()) for (const [zone, step] of held) held.set(zone, step + 1);
        expect(left(synchronized(changed, zones, scope.where), known)).toEqual([]);
      }),
    );
  });

  it('is not complete while one server lacks a zone or has it older, or, written to without a look, newer', () => {
    fc.assert(
      fc.property(fleets, scopes, fc.nat(), fc.integer({ min: -400, max: 400 }), (fleet, scope, which, by) => {
        const awaited = awaitedIn(fleet, scope).filter(({ newest }) => newest !== null);
        fc.pre(awaited.length > 0);
        const after = synchronized(fleet, new Set(awaited.map(({ zone }) => zone)), scope.where);
        const spoilt = awaited[which % awaited.length];
        if (!spoilt) return;
        const held = new Map(after.get(spoilt.on));
        if (by === 0) held.delete(spoilt.zone);
        else held.set(spoilt.zone, (held.get(spoilt.zone) ?? 0) + by);
        const now = new Map(after).set(spoilt.on, held);
        const isLeft = left(now, awaited).some(({ on, zone }) => on === spoilt.on && zone === spoilt.zone);
        expect(isLeft).toBe(by <= 0 || spoilt.overwritten);
      }),
    );
  });

  it('does not take a serial that could not be read for a new one, nor any serial for one that is none', () => {
    const holder = { id: 's', ...copy(7), serial: 7 };
    const zone = { zone: 'a.example', on: 'm1', newest: holder, unnumbered: null, overwritten: false };
    expect(arrivalOf(zone, copy(null), copy(null))).toBe('late');
    expect(arrivalOf({ ...zone, overwritten: true }, copy(null), copy(null))).toBe('late');
    for (const found of [copy(null), copy(7), undefined]) {
      expect(arrivalOf({ ...zone, newest: null }, found, copy(null))).toBe('unknown');
      expect(arrivalOf({ ...zone, newest: null, overwritten: true }, found, copy(7))).toBe('unknown');
    }
    const half = { ...holder, serial: 2 ** 31 + 7 };
    expect(arrivalOf({ ...zone, newest: half }, copy(7), copy(7))).toBe('late');
  });

  it('tells the same serial with other records apart, which only what is overwritten loses', () => {
    const holder = { id: 's', ...copy(7, 'one'), serial: 7 };
    const zone = { zone: 'a.example', on: 'm1', newest: holder, unnumbered: null, overwritten: false };
    expect(arrivalOf(zone, copy(7, 'one'), undefined)).toBe('arrived');
    expect(arrivalOf(zone, copy(7, 'other'), undefined)).toBe('other-records');
    expect(arrivalOf(zone, copy(8, 'other'), undefined)).toBe('arrived');
    expect(arrivalOf({ ...zone, overwritten: true }, copy(7, 'other'), holder)).toBe('late');
    expect(arrivalOf({ ...zone, overwritten: true }, copy(7, 'one'), holder)).toBe('arrived');
  });

  it('does not take the same serial for arrived where the records could not be compared', () => {
    const holder = { id: 's', ...copy(7, 'one'), serial: 7 };
    const part = { ...copy(7), records: { digest: 'one', whole: false } };
    const unread = { ...copy(7), records: null };
    const zone = { zone: 'a.example', on: 'm1', newest: holder, unnumbered: null, overwritten: false };
    for (const unseen of [part, unread]) {
      const source = { ...zone, newest: { ...holder, ...unseen, serial: 7 } };
      const here = copy(7, 'one');
      expect(arrivalOf(zone, unseen, undefined)).toBe('not-compared');
      expect(arrivalOf(source, here, undefined)).toBe('not-compared');
      expect(arrivalOf({ ...zone, overwritten: true }, unseen, holder)).toBe('not-compared');
      expect(arrivalOf({ ...source, overwritten: true }, here, unseen)).toBe('not-compared');
      // A newer serial has records of its own, an older one is late whatever stands in it.
      expect(arrivalOf(source, copy(8), undefined)).toBe('arrived');
      expect(arrivalOf(source, copy(6), undefined)).toBe('late');
      // The awaited copy itself has no way to go.
      expect(arrivalOf({ ...source, on: 's' }, unseen, undefined)).toBe('arrived');
    }
  });

  it('takes what the sender has where several have the newest serial', () => {
    const sources = (own: ZoneCopy, other: ZoneCopy): Parties => ({
      sender: { id: 's', zones: new Map([['a.example', own]]) },
      sync: [{ id: 'm1', zones: new Map([['a.example', other]]) }],
      writeOnly: [],
    });
    const idOf = (parties: Parties) => awaitedZones(['a.example'], 'everywhere', parties)[0]?.newest?.id;
    expect(idOf(sources(copy(7, 'one'), copy(7, 'other')))).toBe('s');
    expect(idOf(sources(copy(7), copy(8)))).toBe('m1');
    expect(idOf(sources(copy(null), copy(8)))).toBe('m1');
    expect(awaitedZones(['a.example'], 'here', sources(copy(null), copy(8)))[0]?.unnumbered?.id).toBe('s');
  });
});

describe('serial and update stamp', () => {
  const held = (id: string, serial: number | null, updated: number | null) => ({
    id,
    ...copy(serial, `${serial}`, updated),
  });

  it('are disputed where one copy has the newer serial and another was written later', () => {
    const dispute = disputeOf([held('s', 9, 100), held('m1', 7, 200)]);
    expect([dispute?.bySerial.id, dispute?.byStamp.id]).toEqual(['s', 'm1']);
    // Around the end of the space 3 is newer.
    expect(disputeOf([held('s', 2 ** 32 - 5, 200), held('m1', 3, 100)])?.bySerial.id).toBe('m1');
  });

  it.each([
    [[held('s', 9, 200), held('m1', 7, 100)]],
    [[held('s', 9, 100), held('m1', 9, 200)]],
    [[held('s', 9, null), held('m1', 7, 200)]],
    [[held('s', 9, 100), held('m1', 7, null)]],
    [[held('s', 9, 100), held('m1', null, 200)]],
    [[]],
  ])('are not where they agree or one is not known: %j', (copies) => {
    expect(disputeOf(copies)).toBeNull();
  });
});
