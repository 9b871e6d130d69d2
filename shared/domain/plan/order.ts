import { compareNaturally } from '../text/natural.ts';
import type { ServerId } from '../topology/observation.ts';
import type { Change } from './change.ts';

/**
 * The order of carrying out. What must come first (`whm-protocol 8`): clustering off on a server that leaves before its entries go; a member
 * deleted before another of the same host name is added; an entry before its role; a member enabled, and clustering on, before zones move.
 */
export function phaseOf(change: Change): number {
  switch (change.kind) {
    case 'clustering':
      return change.enabled ? 8 : 0;
    case 'logging':
    case 'trusted':
    case 'unique':
      return 1;
    case 'software':
    case 'monitoring':
    case 'threshold':
      return 2;
    case 'member.remove':
      return 3;
    case 'member.add':
      return 4;
    case 'member.edit':
      return 5;
    case 'role':
      return 6;
    case 'member.enable':
      return 7;
    case 'synchronize':
      return 9;
  }
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
