import type { Change, Intention } from '#shared/domain/plan/change.ts';
import { intentionKindOf } from '#shared/domain/plan/intentions/index.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import { roleWords } from '#shared/domain/roles/effects.ts';

function servers(count: number): string {
  return `${count} ${count === 1 ? 'server' : 'servers'}`;
}

/**
 * @param changes all changes of the plan
 * @param first what its first step does, a sentence
 */
export function planTitle(
  intentions: readonly Intention[],
  changes: readonly Change[],
  first: string | null,
  names: PlanNames,
): string {
  const [intention] = intentions;
  if (intention && intentions.length === 1) return intentionKindOf(intention).title(intention, names);
  // What follows the first sentence is about how.
  const roles = new Set(changes.map((change) => (change.kind === 'role' ? change.role : null)));
  const [role = null] = roles;
  if (changes.length > 1 && roles.size === 1 && role !== null) {
    return `Change ${changes.length.toLocaleString('en')} DNS roles to ${roleWords[role]}`;
  }
  if (changes.length === 1 && first !== null) return first.replace(/\.(?: .*)?$/s, '');
  return `${changes.length} changes on ${servers(new Set(changes.map((change) => change.server)).size)}`;
}
