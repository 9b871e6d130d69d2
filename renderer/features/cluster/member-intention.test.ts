import { describe, expect, it } from 'vitest';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { newMember } from '#test/fixtures/members.ts';
import { composePlan } from '#shared/domain/plan/compose.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { configurationOf } from '#shared/domain/plan/known-configuration.ts';
import { checkMember, type MemberWish } from './checks.ts';
import { addressOfMember, changesOfWish } from './member-intention.ts';

const fleet = fleetOf([
  observed('s1', 'cpanel', [member('10.0.0.3', 'sync', { hostname: 's3.example' })]),
  observed('s2', 'cpanel', []),
  observed('s3', 'dnsonly', []),
]);
const topology = buildTopology(fleet.servers, fleet.observations);
const names = planNames(topology);
const settings = configurationOf(topology);
const addressOf = (id: string): string => names.addressOf(id) ?? '';

function wish(server: string, target: string, more: Partial<MemberWish> = {}): MemberWish {
  return {
    server,
    as: 'root',
    reverseTrust: true,
    synchronize: false,
    member: newMember(addressOf(target), names.server(target), { token: { from: 'made', on: target } }),
    ...more,
  };
}

const codes = (given: MemberWish) => checkMember(given, settings, topology, names).refusals.map(({ code }) => code);

/** As the dialog says it, and the plan. */
const risks = (given: MemberWish): readonly string[] =>
  composePlan(changesOfWish(given, names).changes, [], settings, { topology, names }).steps.flatMap(
    (step) => step.risks,
  );

describe('a new member', () => {
  it('is kept by the address that is known of it', () => {
    expect(addressOfMember('cPanel', '192.0.2.7', '', names)).toBe('192.0.2.7');
    expect(addressOfMember('cPanel', names.server('s2').toUpperCase(), '', names)).toBe(addressOf('s2'));
    expect(addressOfMember('cPanel', 'elsewhere.example', '', names)).toBeNull();
    expect(addressOfMember('cPanel', 'elsewhere.example', ' 192.0.2.8 ', names)).toBe('192.0.2.8');
    expect(addressOfMember('SoftLayer', '', '', names)).toBe('softlayer');
  });

  it('is refused when it is the server itself or there already', () => {
    expect(codes(wish('s1', 's1'))).toEqual(['member.itself']);
    expect(codes(wish('s1', 's3'))).toEqual(['member.exists']);
    expect(codes(wish('s1', 's2'))).toEqual([]);
  });

  it('comes with the advice of the guide', () => {
    const backwards = risks(wish('s3', 's1'));
    expect(backwards.some((message) => message.includes('must not synchronize back'))).toBe(true);
    const oneWay = risks(wish('s1', 's2', { reverseTrust: false }));
    expect(oneWay.some((message) => message.includes('Without reverse trust'))).toBe(true);
    expect(risks(wish('s1', 's2')).some((message) => message.includes('reverse trust'))).toBe(false);
    // WHM itself sees to it.
    const stranger = wish('s1', 's2').member;
    const byWhm = { reverseTrust: false, member: { ...stranger, address: '192.0.2.9', contact: 'trust' as const } };
    expect(risks(wish('s1', 's2', byWhm)).some((message) => message.includes('Without reverse trust'))).toBe(false);
  });

  it('is an entry, the entry back and the synchronization', () => {
    const { changes } = changesOfWish(wish('s1', 's2', { synchronize: true }), names);
    expect(changes.map(({ kind, server }) => [kind, server])).toEqual([
      ['member.add', 's2'],
      ['member.add', 's1'],
      ['synchronize', 's1'],
    ]);
    expect(changes[0]).toMatchObject({ member: { role: 'standalone', token: { from: 'made', on: 's1' } } });
  });
});
