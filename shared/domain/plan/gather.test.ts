import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeArbitrary, fleetArbitrary } from '#test/fixtures/configurations.ts';
import { lawRuns } from '#test/fixtures/laws/runs.ts';
import { listedMember, newMember } from '#test/fixtures/members.ts';
import { applyChange, applyChanges } from './apply.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { gatherChanges, gatherLists } from './gather.ts';
import { planNames } from './names.ts';
import { orderByNames, orderChanges } from './order.ts';
import { changeRefusal } from './precondition.ts';

const names = planNames({ nodes: {}, links: {}, clusters: [] });
/** Fleets in which WHM may have disabled members. */
const troubled = fc.tuple(fleetArbitrary, fc.boolean()).map(([fleet, disabled]): FleetConfiguration =>
  Object.fromEntries(
    Object.entries(fleet).map(([id, server]) => [
      id,
      {
        ...server,
        members: {
          root: Object.fromEntries(
            Object.entries(server.members['root'] ?? {}).map(([address, member]) => [address, { ...member, disabled }]),
          ),
        },
      },
    ]),
  ),
);
const wishes = fc.array(changeArbitrary, { maxLength: 30 });

/** Those of the changes that can be made one after another. */
function possible(changes: readonly Change[], fleet: FleetConfiguration): readonly Change[] {
  let now = fleet;
  return changes.filter((change) => {
    if (changeRefusal(change, now, names)) return false;
    now = applyChange(now, change);
    return true;
  });
}

const entry = { server: 's1', as: 'root', address: '10.0.0.1' } as const;
const remove: Change = { kind: 'member.remove', ...entry };
const role: Change = { kind: 'role', ...entry, role: 'write-only' };
const enable: Change = { kind: 'member.enable', server: 's1', as: 'root', address: entry.address };
const edit = (
  debug: boolean,
  token: Extract<Change, { kind: 'member.edit' }>['token'],
): Extract<Change, { kind: 'member.edit' }> => ({
  kind: 'member.edit',
  ...entry,
  user: 'root',
  debug,
  contact: 'name',
  nsConfig: null,
  hostname: 'ns1',
  token,
});
const add: Extract<Change, { kind: 'member.add' }> = {
  kind: 'member.add',
  server: 's1',
  as: 'root',
  member: newMember(entry.address, 'ns1', { token: { from: 'made', on: 's2' } }),
};

describe('laws of gathering', () => {
  it('gathering twice is gathering once', () => {
    fc.assert(
      fc.property(wishes, (changes) => {
        const gathered = gatherChanges(changes);
        expect(gatherChanges(gathered)).toEqual(gathered);
      }),
    );
  });

  it('what is gathered leads to what the wishes lead to one after another, and meets no obstacle on its way', () => {
    fc.assert(
      fc.property(troubled, wishes, (fleet, changes) => {
        const able = possible(changes, fleet);
        const plan = orderByNames(orderChanges(gatherChanges(able)), fleet);
        expect(possible(plan, fleet)).toEqual(plan);
        expect(applyChanges(fleet, plan)).toEqual(applyChanges(fleet, able));
      }),
      lawRuns(500),
    );
  });

  it('gathering as wishes come is gathering them all', () => {
    fc.assert(
      fc.property(wishes, wishes, (earlier, later) => {
        expect(orderChanges(gatherChanges([...gatherChanges(earlier), ...later]))).toEqual(
          orderChanges(gatherChanges([...earlier, ...later])),
        );
      }),
    );
  });

  it('no entry that goes is edited, whichever list says so', () => {
    fc.assert(
      fc.property(wishes, wishes, (ones, others) => {
        const gathered = gatherLists([ones, others]);
        for (const gone of gathered.filter(({ kind }) => kind === 'member.remove')) {
          if (gone.kind !== 'member.remove') continue;
          const edits = gathered.filter(
            (change) =>
              ['role', 'member.edit', 'member.enable'].includes(change.kind) &&
              'address' in change &&
              change.server === gone.server &&
              change.address === gone.address,
          );
          expect(edits).toEqual([]);
        }
      }),
    );
  });
});

it('a host name is given up before another entry takes it', () => {
  const [fleet] = fc.sample(fleetArbitrary, 1);
  const members = {
    root: { '10.0.0.1': listedMember('10.0.0.1', 'ns1'), '10.0.0.2': listedMember('10.0.0.2', 'ns2') },
  };
  const now = { ...fleet, s1: { ...fleet?.['s1'], members } } as FleetConfiguration;
  const wish = (address: string, hostname: string): Change => ({
    ...edit(false, { from: 'entry' }),
    address,
    hostname,
  });
  const plan = (...changes: Change[]): readonly Change[] => orderByNames(orderChanges(changes), now);

  const [gives, takes] = [wish('10.0.0.2', 'ns3'), wish('10.0.0.1', 'ns2')];
  expect(plan(takes, gives)).toEqual([gives, takes]);
  expect(changeRefusal(takes, now, names)?.code).toBe('member.same-name');
  expect(changeRefusal(wish('10.0.0.1', 'ns1'), now, names)).toBeNull();
  const taker = { ...add, member: { ...add.member, address: '10.0.0.3', host: 'ns2' } };
  expect(plan(taker, gives)).toEqual([gives, taker]);
});

describe('the later word about an entry', () => {
  it('drops what was to be edited when it goes, and keeps what is edited after all', () => {
    expect(gatherChanges([role, edit(true, { from: 'entry' }), enable, remove])).toEqual([remove]);
    expect(gatherChanges([remove, role])).toEqual([role]);
    expect(gatherChanges([remove, enable])).toEqual([enable]);
  });

  it('folds edits of an entry that is still to be added into it', () => {
    expect(gatherChanges([add, role, enable])).toEqual([{ ...add, member: { ...add.member, role: 'write-only' } }]);
    expect(gatherChanges([remove, add, edit(true, { from: 'entry' })])).toEqual([
      remove,
      { ...add, member: { ...add.member, debug: true } },
    ]);
    expect(gatherChanges([add, remove])).toEqual([]);
    expect(gatherChanges([remove, add, remove])).toEqual([remove]);
  });

  it('keeps a token that an earlier edit brings', () => {
    const held = { from: 'held', id: 'h' } as const;
    expect(gatherChanges([edit(false, held), edit(true, { from: 'entry' })])).toEqual([edit(true, held)]);
  });

  it('a removal counts over edits of which nobody knows when they were wished', () => {
    expect(gatherLists([[remove], [enable, role]])).toEqual([remove]);
    expect(gatherLists([[role], [remove]])).toEqual([remove]);
  });
});
