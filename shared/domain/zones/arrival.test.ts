import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awaitedZones, hasArrived, zonesOfScope, type Parties } from './arrival.ts';

/** Within half the space of each other, around its end: the newest is the largest before the end of the space is counted over. */
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

const serialsOf = (fleet: Fleet, id: string): Map<string, number> =>
  new Map([...(fleet.get(id) ?? [])].map(([zone, step]) => [zone, serialOf(step)]));

function awaitedIn(fleet: Fleet, scope: Parameters<typeof zonesOfScope>[0]) {
  const source = (id: string) => ({ id, zones: serialsOf(fleet, id) });
  const parties: Parties = { sender: source('s'), sync: [source('m1'), source('m2')], writeOnly: ['w1', 'w2'] };
  const zones = zonesOfScope(
    scope,
    parties.sender.zones.keys(),
    parties.sync.map((each) => each.zones.keys()),
  );
  return awaitedZones(zones, scope.where, parties);
}

/** What the guides say: the newest of the sender and its sync members goes to the sender, from there to all that it writes to. */
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
    (each) => !hasArrived(each, serialsOf(fleet, each.on).get(each.zone), serialsOf(fleet, 's').get(each.zone)),
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

  it('does not take a serial that could not be read for a new one', () => {
    const zone = { zone: 'a.example', on: 'm1', newest: 7, overwritten: false };
    expect(hasArrived(zone, null, null)).toBe(false);
    expect(hasArrived({ ...zone, overwritten: true }, null, null)).toBe(false);
    // Nobody's can be read: that it is there is all that can be seen.
    expect(hasArrived({ ...zone, newest: null }, null, null)).toBe(true);
    expect(hasArrived({ ...zone, newest: 2 ** 31 + 7 }, 7, 7)).toBe(false);
  });
});
