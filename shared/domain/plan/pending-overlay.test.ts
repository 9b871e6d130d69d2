import { describe, expect, it } from 'vitest';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { newMember } from '#test/fixtures/members.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { Change } from './change.ts';
import { nothingPending } from './pending.ts';
import { overlayOf } from './pending-overlay.ts';

const fleet = fleetOf([
  observed('s1', 'cpanel', [member('10.0.0.3', 'sync')]),
  observed('s2', 'cpanel', []),
  observed('s3', 'dnsonly', []),
]);
const topology = buildTopology(fleet.servers, fleet.observations);
const [link] = Object.values(topology.links);
const entry = { server: 's1', as: 'root', address: '10.0.0.3' } as const;
const add = (server: string, address: string, as = 'root'): Change => ({
  kind: 'member.add',
  server,
  as,
  member: newMember(address, address, { role: 'write-only', token: { from: 'entry' } }),
});
const of = (...changes: readonly Change[]) => overlayOf(topology, { changes, intentions: [] });

describe('the map as it will be', () => {
  it('is the map as it is while nothing is pending', () => {
    expect(overlayOf(topology, nothingPending).topology).toBe(topology);
    expect(of({ kind: 'role', ...entry, role: 'sync' }).marks.size).toBe(0);
  });

  it('marks what changes without touching the links that are there', () => {
    const { topology: same, marks } = of({ kind: 'role', ...entry, role: 'standalone' });
    expect(same).toBe(topology);
    expect(marks.get(link!.id)).toEqual({ kind: 'role', from: 'sync', to: 'standalone' });
    expect(of({ kind: 'member.remove', ...entry }).marks.get(link!.id)).toEqual({ kind: 'removed', from: 'sync' });
  });

  it('shows what becomes of an entry in the end', () => {
    const role: Change = { kind: 'role', ...entry, role: 'standalone' };
    const enable: Change = { kind: 'member.enable', server: 's1', as: 'root', address: entry.address };
    expect(of(role, { kind: 'member.remove', ...entry }).marks.get(link!.id)?.kind).toBe('removed');
    expect(of({ kind: 'member.remove', ...entry }, role).marks.get(link!.id)?.kind).toBe('role');
    expect(of(enable, role).marks.get(link!.id)?.kind).toBe('role');
    expect(of(enable).marks.get(link!.id)?.kind).toBe('enabled');
    const both = { changes: [enable], intentions: [{ kind: 'server.leave' as const, server: 's3' }] };
    expect(overlayOf(topology, both).marks.get(link!.id)?.kind).toBe('removed');
  });

  it('shows a new entry of another back end as the map draws it once it is there', () => {
    const softLayer = add('s2', 'softlayer');
    if (softLayer.kind !== 'member.add') throw new Error('not an entry');
    const member = { ...softLayer.member, module: 'SoftLayer', nsConfig: 'force' as const };
    const { topology: next, marks } = of({ ...softLayer, member });
    expect(next.nodes['module:SoftLayer@s2']).toMatchObject({ kind: 'foreign', label: 'SoftLayer', addresses: [] });
    expect(marks.get('s2>module:SoftLayer@s2')).toEqual({ kind: 'added', to: 'write-only' });
  });

  it('shows new entries, of servers and of hosts that are none', () => {
    const { topology: next, marks } = of(add('s2', '10.0.0.3'), add('s2', '192.0.2.9'));
    expect(next.links['s2>s3']).toMatchObject({ from: 's2', to: 's3', role: 'write-only' });
    expect(next.nodes['member:192.0.2.9']).toMatchObject({ kind: 'unknown' });
    expect([...marks.values()]).toEqual([
      { kind: 'added', to: 'write-only' },
      { kind: 'added', to: 'write-only' },
    ]);
  });

  it('takes an entry deleted and added again for a change of role, and leaves lists of resellers out', () => {
    const { marks } = of({ kind: 'member.remove', ...entry }, add('s1', '10.0.0.3'));
    expect(marks.get(link!.id)).toEqual({ kind: 'role', from: 'sync', to: 'write-only' });
    expect(of(add('s2', '10.0.0.3', 'anna')).marks.size).toBe(0);
  });

  it('works intentions out', () => {
    const { marks } = overlayOf(topology, { changes: [], intentions: [{ kind: 'server.leave', server: 's3' }] });
    expect(marks.get(link!.id)).toEqual({ kind: 'removed', from: 'sync' });
  });
});
