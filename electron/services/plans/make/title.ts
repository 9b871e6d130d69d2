import type { Change, Intention } from '#shared/domain/plan/change.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import { roleWords } from '#shared/domain/roles/effects.ts';

/** What an intention is, in a few words. */
function intentionTitle(intention: Intention, names: PlanNames): string {
  switch (intention.kind) {
    case 'trust.set-up':
      return `Set up trust between ${names.server(intention.a)} and ${names.server(intention.b)}`;
    case 'trust.mend':
      return `Mend the trust of ${linkTitle(intention.link, names)}`;
    case 'nameserver.add':
      return `Add the nameserver ${names.server(intention.nameserver)} to ${servers(intention.to.length)}`;
    case 'nameserver.replace':
      return `Replace the nameserver ${names.server(intention.old)} by ${names.server(intention.next)}`;
    case 'links.direct':
      return `Make the links through ${names.server(intention.intermediary)} direct`;
    case 'server.leave':
      return `Take ${names.server(intention.server)} out of its cluster`;
    case 'roles.switch':
      return `Change ${intention.links.length} DNS ${intention.links.length === 1 ? 'role' : 'roles'} to ${roleWords[intention.role]}`;
    case 'members.remove':
      return intention.links.length === 1
        ? `Remove the member of ${linkTitle(intention.links[0] ?? '', names)}`
        : `Remove ${intention.links.length} members`;
    case 'members.enable':
      return `Enable ${intention.links.length} disabled ${intention.links.length === 1 ? 'member' : 'members'}`;
  }
}

function linkTitle(link: string, names: PlanNames): string {
  const [from = '', to = ''] = link.split('>');
  return `${names.server(from)} and ${names.server(to)}`;
}

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
  if (intention && intentions.length === 1) return intentionTitle(intention, names);
  // What follows the first sentence is about how.
  const roles = new Set(changes.map((change) => (change.kind === 'role' ? change.role : null)));
  const [role = null] = roles;
  if (changes.length > 1 && roles.size === 1 && role !== null) {
    return `Change ${changes.length.toLocaleString('en')} DNS roles to ${roleWords[role]}`;
  }
  if (changes.length === 1 && first !== null) return first.replace(/\.(?: .*)?$/s, '');
  return `${changes.length} changes on ${servers(new Set(changes.map((change) => change.server)).size)}`;
}
