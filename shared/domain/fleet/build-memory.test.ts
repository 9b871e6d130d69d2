import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownServer, MemberRecord, ServerObservation } from '#shared/domain/topology/observation.ts';
import { withKnownRecords } from '#shared/domain/topology/observed.ts';
import { fact, member, observed } from '#test/fixtures/fleets.ts';
import { newBuildMemory } from './build-memory.ts';
import { buildTopology } from './build.ts';

const ids = ['a', 'b', 'c', 'd'] as const;
/** Addresses of the four, of nobody, a private one that two may claim, a back end outside WHM. */
const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '198.51.100.9', '10.0.0.1', 'softlayer'];
const names = ['a.example.net', 'b.example.net', 'c.example.net', 'elsewhere.example.org', null];

function serverOf(id: string, host: string): KnownServer {
  return { id, name: `${id}.example.net`, host, port: 2087, user: 'root', tags: [], product: null };
}

const recordOf = fc
  .record({
    address: fc.constantFrom(...addresses),
    hostname: fc.constantFrom(...names),
    role: fc.constantFrom('sync', 'write-only', 'standalone', null),
    disabled: fc.constantFrom(true, false, null),
    reverseTrust: fc.constantFrom(true, false, null),
  })
  .map(({ address, role, ...more }): MemberRecord => member(address, role, more));

type Step = (fleet: Fleet) => void;
interface Fleet {
  servers: KnownServer[];
  readonly observations: Record<string, ServerObservation>;
}

/** What may become of one server between two pictures. */
const stepOf: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      id: fc.constantFrom(...ids),
      product: fc.constantFrom('cpanel' as const, 'dnsonly' as const),
      records: fc.uniqueArray(recordOf, { maxLength: 5, selector: ({ address }) => address }),
      partial: fc.boolean(),
      own: fc.constantFrom(...addresses.slice(0, 6)),
      at: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ id, product, records, partial, own, at }): Step => (fleet) => {
      const members = { ...fact({ records, partial, cut: false, strays: [] }), at };
      const now = observed(id, product, [], { members, addresses: fact([own]) });
      fleet.observations[id] = withKnownRecords(fleet.observations[id], now);
    }),
  // The same again, as most rounds bring it.
  fc.constantFrom(...ids).map((id): Step => (fleet) => {
    const known = fleet.observations[id];
    if (known) fleet.observations[id] = withKnownRecords(known, structuredClone(known));
  }),
  fc.constantFrom(...ids).map((id): Step => (fleet) => {
    const known = fleet.observations[id];
    const failure = { code: 'whm.unreachable', message: 'No answer.' };
    if (known) fleet.observations[id] = { ...known, contact: { state: 'failed', at: 9, since: 9, failure } };
  }),
  fc.constantFrom(...ids).map((id): Step => (fleet) => {
    delete fleet.observations[id];
  }),
  fc
    .record({ id: fc.constantFrom(...ids), host: fc.constantFrom(...addresses.slice(0, 5)) })
    .map(({ id, host }): Step => (fleet) => {
      fleet.servers = [...fleet.servers.filter((server) => server.id !== id), serverOf(id, host)];
    }),
  fc.constantFrom(...ids).map((id): Step => (fleet) => {
    fleet.servers = fleet.servers.filter((server) => server.id !== id);
  }),
);

describe('the memory of the last picture', () => {
  it('never changes the next one', () => {
    fc.assert(
      fc.property(fc.array(stepOf, { maxLength: 12 }), (steps) => {
        const fleet: Fleet = { servers: ids.map((id, at) => serverOf(id, `192.0.2.${at + 1}`)), observations: {} };
        const memory = newBuildMemory();
        for (const step of steps) {
          step(fleet);
          expect(buildTopology(fleet.servers, fleet.observations, memory)).toEqual(
            buildTopology(fleet.servers, fleet.observations),
          );
        }
      }),
    );
  });

  it('takes over what nothing new was read of, and judges anew what was', () => {
    const servers = ids.map((id, at) => serverOf(id, `192.0.2.${at + 1}`));
    const observations: Record<string, ServerObservation> = Object.fromEntries(
      ids.map((id) => [id, observed(id, 'cpanel', [member('198.51.100.9', 'sync')])]),
    );
    const memory = newBuildMemory();
    const before = buildTopology(servers, observations, memory);
    observations['a'] = withKnownRecords(observations['a'], structuredClone(observations['a'] as ServerObservation));
    const after = buildTopology(servers, observations, memory);
    const link = (id: string) => `${id}>member:198.51.100.9`;
    expect(after.links[link('b')]).toBe(before.links[link('b')]);
    expect(after.nodes['member:198.51.100.9']).toBe(before.nodes['member:198.51.100.9']);
    expect(after.links[link('a')]).not.toBe(before.links[link('a')]);
    expect(after.links[link('a')]?.member).toBe(before.links[link('a')]?.member);
  });
});
