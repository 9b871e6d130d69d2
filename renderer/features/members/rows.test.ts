import { describe, expect, it } from 'vitest';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { countByState, filterRows, memberRows } from './rows.ts';

const fleet = fleetOf([
  observed('s1', 'cpanel', [member('10.0.0.2', 'sync'), member('10.0.0.3', 'write-only', { nameserver: 'bind' })]),
  observed('s2', 'cpanel', []),
  observed('s3', 'dnsonly', []),
]);
const topology = buildTopology(fleet.servers, fleet.observations);
const rows = memberRows(topology);

describe('rows of the member table', () => {
  it('has one per link', () => {
    expect(rows.map(({ link }) => link.id)).toEqual(Object.keys(topology.links));
    expect(rows).toHaveLength(2);
  });

  it('keeps rows whose link and ends did not change', () => {
    const again = memberRows({ ...topology });
    expect(again[0]).toBe(rows[0]);
    const [first] = Object.values(topology.links);
    const changed = memberRows({ ...topology, links: { ...topology.links, [first?.id ?? '']: { ...first! } } });
    expect(changed[0]).not.toBe(rows[0]);
    expect(changed[1]).toBe(rows[1]);
  });

  it('warns of BIND', () => {
    expect(rows.map(({ bind, nameserver }) => [bind, nameserver])).toEqual([
      [false, 'PowerDNS'],
      [true, 'BIND'],
    ]);
  });
});

describe('filter of the member table', () => {
  it('wants every word, in any order and case', () => {
    expect(filterRows(rows, 'WRITE 10.0.0.3', new Set())).toHaveLength(1);
    expect(filterRows(rows, 'write 10.0.0.2', new Set())).toHaveLength(0);
    expect(filterRows(rows, '  ', new Set())).toBe(rows);
  });

  it('keeps chosen states only', () => {
    const counts = countByState(rows);
    for (const [state, count] of counts) expect(filterRows(rows, '', new Set([state]))).toHaveLength(count);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(rows.length);
  });
});
