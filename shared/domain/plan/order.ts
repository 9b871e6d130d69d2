import { lookUp } from '#shared/domain/table.ts';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration, MemberConfiguration } from './configuration.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';
import { hostnameAfterEdit } from '#shared/domain/plan/kinds/member-edit.ts';

/**
 * The order of carrying out. What must come first (`whm-protocol 8`): clustering off on a server that leaves before its
 * entries go; a member deleted, and one given another name, before another of the same host name is added; an entry
 * before its role; a member enabled, and clustering on, before zones move.
 */
export function phaseOf(change: Change): number {
  return kindOf(change).phase(change);
}

/**
 * @param nameOf what a server is called: within a phase servers follow each other naturally, `web2` before `web10`
 * @returns the same changes; those of one phase and one server in the order in which they came
 */
export function orderChanges(
  changes: readonly Change[],
  nameOf: (server: ServerId) => string = (server) => server,
): readonly Change[] {
  return changes.toSorted(
    (a, b) =>
      phaseOf(a) - phaseOf(b) ||
      compareNaturally(nameOf(a.server), nameOf(b.server)) ||
      compareNaturally(a.server, b.server),
  );
}

type Edit = Extract<Change, { readonly kind: 'member.edit' }>;

function entryIn(fleet: FleetConfiguration, { server, as, address }: Edit): MemberConfiguration | undefined {
  return lookUp(lookUp(lookUp(fleet, server)?.members, as), address);
}

/** An edit that gives its entry the host name that the entry of another one gives up. */
function waitsFor(edit: Edit, other: Edit, fleet: FleetConfiguration): boolean {
  const [mine, theirs] = [entryIn(fleet, edit), entryIn(fleet, other)];
  if (!mine || !theirs || edit.server !== other.server || edit.as !== other.as || edit.address === other.address) {
    return false;
  }
  const name = hostnameAfterEdit(mine, edit);
  return name !== null && name === theirs.hostname && name !== hostnameAfterEdit(theirs, other);
}

/**
 * Two members of one host name are not allowed (`whm-protocol 8`): who gives a name up goes before who takes it.
 * @param ordered by `orderChanges`
 * @param fleet the settings before them
 * @returns the same changes; edits that wait for each other in a circle stay as they are
 */
export function orderByNames(ordered: readonly Change[], fleet: FleetConfiguration): readonly Change[] {
  const edits = ordered.filter((change) => change.kind === 'member.edit');
  const sorted: Edit[] = [];
  while (edits.length > 0) {
    const free = edits.findIndex((edit) => !edits.some((other) => waitsFor(edit, other, fleet)));
    sorted.push(...edits.splice(Math.max(free, 0), 1));
  }
  return ordered.map((change) => (change.kind === 'member.edit' ? (sorted.shift() ?? change) : change));
}
