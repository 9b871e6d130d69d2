import { describe, expect, it } from 'vitest';
import { fact, fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import type { Contact, ServerObservation } from '#shared/domain/topology/observation.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { neverObserved } from '#shared/domain/topology/observed.ts';
import { freshnessOf, freshnessWords, outageWords, staleAfter, type Freshness } from './freshness.ts';
import { findOutage } from './outage.ts';

/** When the facts of the fixtures were read. */
const { at } = fact(0);
const staleAfterMs = staleAfter(30);
const failing = (code: string, when = at + 5000, since = when): Contact => ({
  state: code === 'whm.unauthorized' || code === 'whm.tls-changed' ? 'suspended' : 'failed',
  at: when,
  since,
  failure: { code, message: 'no' },
});
const fleet = (size: number, contact: (index: number) => Contact | null): ServerObservation[] =>
  Array.from({ length: size }, (_, index) => {
    const own = contact(index);
    return observed(`s${index}`, 'cpanel', [], own === null ? {} : { contact: own });
  });
const now = (
  observations: readonly ServerObservation[],
  more: Partial<Parameters<typeof freshnessOf>[0]> = {},
): Freshness =>
  freshnessOf({ observations, everyoneTried: true, askedSince: at - 1000, now: at + 10_000, staleAfterMs, ...more });

describe('freshness', () => {
  it('is live when everybody has answered, and shows the oldest answer', () => {
    const observations = fleet(3, (index) => ({ state: 'reachable', at: at + index * 1000, since: at, failure: null }));
    expect(now(observations)).toEqual({ kind: 'live', servers: 3, answered: 3, oldest: at });
    expect(freshnessWords(now(observations))).toBe('Live');
  });

  it('counts who answered: a failed attempt is no freshness', () => {
    const observations = fleet(14, (index) => (index === 0 ? failing('whm.unreachable') : null));
    expect(now(observations)).toMatchObject({ kind: 'live', answered: 13, oldest: at });
    expect(freshnessWords(now(observations))).toBe('Live, 13 of 14 answer');
    // The attempts go on, the answer grows old.
    const later = at + staleAfterMs + 60_000;
    const fresh = (index: number): Contact =>
      index === 0
        ? failing('whm.unreachable', later, at + 5000)
        : { state: 'reachable', at: later, since: at, failure: null };
    expect(now(fleet(14, fresh), { now: later })).toMatchObject({ kind: 'behind', answered: 13, oldest: at });
    expect(freshnessWords(now(fleet(14, fresh), { now: later }))).toBe('13 of 14 answer');
  });

  it('is not live while a server that is called reachable was not heard of for some rounds', () => {
    const later = at + staleAfterMs + 1000;
    const stuck = fleet(3, (index) => ({ state: 'reachable', at: index === 0 ? at : later, since: at, failure: null }));
    expect(now(stuck, { now: later })).toMatchObject({ kind: 'behind', answered: 2, oldest: at });
  });

  it('takes no answer for fresh that is from the future', () => {
    expect(
      now(
        fleet(2, () => null),
        { now: at - 86_400_000 },
      ).kind,
    ).not.toBe('live');
  });

  it.each(['whm.unreachable', 'whm.protocol', 'whm.busy', 'whm.unauthorized', 'whm.tls-changed'])(
    'is not live when nobody answers: %s',
    (code) => {
      const silent = now(fleet(2, () => failing(code)));
      expect(silent).toMatchObject({ kind: 'silent', answered: 0, oldest: at });
      expect(outageWords(silent)).toBe('0 of 2 servers answer; is this machine online?');
    },
  );

  it('says while asking how many have answered since the start, not before it', () => {
    const asked = fleet(1000, (index) =>
      index < 196 ? { state: 'reachable', at: at + 2000, since: at, failure: null } : null,
    );
    const asking = now(asked, { everyoneTried: false, askedSince: at + 1000 });
    expect(freshnessWords(asking)).toBe('Asking: 196 of 1,000 have answered');
    expect(now(asked, { everyoneTried: false, askedSince: null }).kind).toBe('known');
  });

  it('is not live while the keychain gives no tokens', () => {
    const withheld = now(fleet(4, (index) => (index === 0 ? failing('keychain.locked') : null)));
    expect(withheld.kind).toBe('withheld');
    expect(freshnessWords(withheld)).not.toContain('Live');
  });

  it('says nothing of no servers', () => {
    expect(now([]).kind).toBe('none');
    expect(now([neverObserved('new')], { everyoneTried: false })).toMatchObject({ kind: 'asking', oldest: null });
  });
});

describe('an outage', () => {
  const silent = (index: number, many: number, apart = 10_000): Contact | null =>
    index < many ? failing('whm.unreachable', at + 60_000, at + index * apart) : null;

  it('is everybody, or some 40 % at once', () => {
    expect(findOutage(fleet(2, (index) => silent(index, 2)))).toEqual({ silent: 2, asked: 2 });
    expect(findOutage(fleet(14, (index) => silent(index, 6)))).toEqual({ silent: 6, asked: 14 });
    expect(findOutage(fleet(14, (index) => silent(index, 5)))).toBeNull();
  });

  it('is not servers that went away one after the other, nor one of two', () => {
    expect(findOutage(fleet(14, (index) => silent(index, 6, 3_600_000)))).toBeNull();
    expect(findOutage(fleet(2, (index) => silent(index, 1)))).toBeNull();
  });

  it('is not servers that give an answer, whatever it is, nor those that were not asked', () => {
    for (const code of ['whm.protocol', 'whm.busy', 'whm.unauthorized', 'whm.tls-changed', 'keychain.locked']) {
      expect(findOutage(fleet(5, () => failing(code)))).toBeNull();
    }
  });

  it('is said once: no server and no link is broken by it', () => {
    const entry = (index: number) => [member(`10.0.0.${index + 2}`, 'sync', { status: index === 0 ? 'error' : null })];
    const lost = Array.from({ length: 6 }, (_, index) =>
      observed(`s${index}`, 'cpanel', index < 5 ? entry(index) : [], {
        contact: failing('whm.unreachable'),
        namedRunning: fact<boolean | null>(index !== 3),
      }),
    );
    const { servers, observations } = fleetOf(lost);
    const { nodes, links } = buildTopology(servers, observations);
    expect(new Set(Object.values(nodes).map((node) => node.state))).toEqual(new Set(['unknown']));
    expect(Object.values(links)).toHaveLength(5);
    for (const link of Object.values(links)) {
      expect(link.state).toBe('unknown');
      expect(link.reasons[0]).toMatchObject({ code: 'link.not-asked', since: at });
    }
  });
});
