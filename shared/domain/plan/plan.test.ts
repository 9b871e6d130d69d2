import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeArbitrary, fleetArbitrary } from '#test/fixtures/configurations.ts';
import { fact, fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { newMember } from '#test/fixtures/members.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { applyChange, applyChanges } from './apply.ts';
import type { Change, Intention } from './change.ts';
import { composePlan, fingerprintOf } from './compose.ts';
import { memberConfiguration, type FleetConfiguration } from './configuration.ts';
import { diffConfigurations } from './diff.ts';
import { inverseOf } from './inverse.ts';
import { planNames } from './names.ts';
import { orderChanges } from './order.ts';
import { changeRefusal } from './precondition.ts';

describe('laws of plans', () => {
  it('apply(diff(a, b), a) = b, and diff(a, a) = []', () => {
    fc.assert(
      fc.property(fleetArbitrary, fleetArbitrary, (a, b) => {
        expect(applyChanges(a, diffConfigurations(a, b))).toEqual(b);
        expect(diffConfigurations(a, a)).toEqual([]);
      }),
    );
  });

  it('the inverse undoes, wherever there is one', () => {
    fc.assert(
      fc.property(fleetArbitrary, changeArbitrary, (before, change) => {
        const inverse = inverseOf(change, before);
        if (inverse) expect(applyChange(applyChange(before, change), inverse)).toEqual(before);
      }),
    );
  });

  it('undoing a whole plan backwards restores what was there', () => {
    fc.assert(
      fc.property(fleetArbitrary, fleetArbitrary, (a, b) => {
        let now = a;
        const undo: Change[] = [];
        for (const change of diffConfigurations(a, b)) {
          const inverse = inverseOf(change, now);
          expect(inverse).not.toBeNull();
          if (inverse) undo.unshift(inverse);
          now = applyChange(now, change);
        }
        expect(applyChanges(now, undo)).toEqual(a);
      }),
    );
  });

  it('the order is stable and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(changeArbitrary, { maxLength: 20 }), (changes) => {
        const ordered = orderChanges(changes);
        expect(orderChanges(ordered)).toEqual(ordered);
        expect(new Set(ordered)).toEqual(new Set(changes));
      }),
    );
  });

  it('an ordered difference meets no obstacle on its way', () => {
    const names = planNames({ nodes: {}, links: {}, clusters: [] });
    // Two members of one host name are not allowed, so targets have none.
    const lawful = fleetArbitrary.filter((fleet) =>
      Object.values(fleet).every((each) => {
        const hosts = Object.values(each.members['root'] ?? {}).map((one) => one.hostname);
        return new Set(hosts).size === hosts.length;
      }),
    );
    fc.assert(
      fc.property(lawful, lawful, (a, b) => {
        let now = a;
        for (const change of diffConfigurations(a, b)) {
          expect(changeRefusal(change, now, names)).toBeNull();
          now = applyChange(now, change);
        }
      }),
    );
  });

  it('servers follow each other naturally within a phase', () => {
    const change = (server: string, kind: 'monitoring' | 'clustering'): Change =>
      kind === 'monitoring' ? { kind, server, monitored: true } : { kind, server, enabled: false };
    const given = ['web10', 'web2', 'web1'].flatMap((id) => [change(id, 'monitoring'), change(id, 'clustering')]);
    expect(orderChanges(given).map(({ kind, server: at }) => `${kind} ${at}`)).toEqual([
      'clustering web1',
      'clustering web2',
      'clustering web10',
      'monitoring web1',
      'monitoring web2',
      'monitoring web10',
    ]);
    expect(orderChanges(given, (id) => (id === 'web10' ? 'a' : id))[0]?.server).toBe('web10');
  });

  it('the fingerprint sees every change of a touched server and no other', () => {
    fc.assert(
      fc.property(fleetArbitrary, changeArbitrary, (fleet, change) => {
        const after = applyChange(fleet, change);
        const moved = JSON.stringify(after) !== JSON.stringify(fleet);
        const reordered = { s2: fleet['s2'], s1: fleet['s1'] } as FleetConfiguration;
        expect(fingerprintOf(reordered, [change])).toBe(fingerprintOf(fleet, [change]));
        if (moved && change.kind !== 'member.add') {
          expect(fingerprintOf(after, [change])).not.toBe(fingerprintOf(fleet, [change]));
        }
      }),
    );
  });
});

describe('intentions', () => {
  const fleet = fleetOf([
    observed('web1', 'cpanel', [member('10.0.0.3', 'write-only'), member('10.0.0.4')]),
    observed('web2', 'cpanel', [member('10.0.0.3', 'sync', { debug: true })]),
    observed('old', 'dnsonly', []),
    observed('mid', 'dnsonly', [member('10.0.0.5')]),
    observed('far', 'dnsonly', [], { nameserver: fact('bind' as const) }),
    observed('next', 'cpanel', []),
  ]);
  const topology = buildTopology(fleet.servers, fleet.observations);
  const names = planNames(topology);
  const configuration: FleetConfiguration = Object.fromEntries(
    Object.values(fleet.observations).map((observation) => [
      observation.id,
      {
        clustering: true,
        threshold: 10,
        notify: true,
        nameserver: observation.nameserver?.value ?? null,
        monitored: true,
        logLevel: 0,
        verboseSync: false,
        members: {
          root: Object.fromEntries(
            (observation.members?.value.records ?? []).map((record) => [record.address, memberConfiguration(record)]),
          ),
        },
        trusted: { dnsmaster: [], remotedns: [] },
        unique: [],
      },
    ]),
  );
  const plan = (intention: Intention) => composePlan([], [intention], configuration, { topology, names });
  const kinds = (intention: Intention): string[] =>
    plan(intention).steps.map(({ change }) => `${change.kind} ${change.server}`);

  it('trust is set up at both ends', () => {
    const steps = plan({ kind: 'trust.set-up', a: 'web1', b: 'next', roleAtA: 'sync', roleAtB: 'standalone' }).steps;
    expect(steps.map(({ change }) => change.kind)).toEqual(['member.add', 'member.add']);
    expect(steps.map(({ change }) => change.server).toSorted()).toEqual(['next', 'web1']);
    expect(steps.every(({ refusal }) => refusal === null)).toBe(true);
  });

  it('a nameserver is replaced by deleting before adding, with role and debug as they were', () => {
    const { steps } = plan({ kind: 'nameserver.replace', old: 'old', next: 'next' });
    const first = steps.findIndex(({ change }) => change.kind === 'member.add');
    expect(steps.slice(0, first).map(({ change }) => change.kind)).toEqual(['member.remove', 'member.remove']);
    const added = steps.flatMap(({ change }) =>
      change.kind === 'member.add' && change.server !== 'next' ? [change] : [],
    );
    expect(added.map(({ server: at, member: { role, debug } }) => [at, role, debug])).toEqual([
      ['web1', 'write-only', false],
      ['web2', 'sync', true],
    ]);
    // next is a cPanel & WHM server, so web2's Synchronize needs the entry back; web1's Write-only does not.
    expect(steps.filter(({ change }) => change.kind === 'member.add' && change.server === 'next')).toHaveLength(1);
  });

  it('a server leaves: clustering off there before its entries go', () => {
    expect(kinds({ kind: 'server.leave', server: 'old' })).toEqual([
      'clustering old',
      'member.remove web1',
      'member.remove web2',
    ]);
  });

  it('links are made direct around an intermediary', () => {
    expect(kinds({ kind: 'links.direct', intermediary: 'mid' })).toEqual(['member.add web1']);
  });

  it('warns of BIND, and refuses what is there already', () => {
    const twice = plan({ kind: 'nameserver.add', nameserver: 'far', to: ['web1'], role: 'sync', synchronize: true });
    expect(twice.warnings.join(' ')).toContain('runs BIND');
    expect(twice.steps.map(({ change }) => change.kind)).toEqual(['member.add', 'synchronize']);
    const again: Change = {
      kind: 'member.add',
      server: 'web1',
      as: 'root',
      member: newMember('10.0.0.3', 'x', { token: { from: 'held', id: 'h' } }),
    };
    expect(composePlan([again], [], configuration, { topology, names }).steps[0]?.refusal?.code).toBe('member.exists');
    const itself: Change = { ...again, member: { ...again.member, address: '10.0.0.1' } };
    expect(composePlan([itself], [], configuration, { topology, names }).steps[0]?.refusal?.code).toBe('member.itself');
  });

  it('says that enabling and synchronizing cannot be undone', () => {
    const { steps } = plan({ kind: 'members.enable', links: ['web1>old'], synchronize: true });
    expect(steps.map(({ words }) => words.undo)).toEqual(steps.map(() => null));
  });
});
