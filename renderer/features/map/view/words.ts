import type { Role } from '#shared/domain/topology/observation.ts';
import type { Link, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { PendingMark } from '#shared/domain/plan/pending-overlay.ts';
import { reasonWords } from '#shared/domain/trust/judgement.ts';
import type { Fold } from '#shared/domain/map/groups.ts';
import { describeNode, groupName } from '#shared/domain/map/labels.ts';
import { momentWords } from '#renderer/ui/age.ts';
import { roleWords } from '#shared/domain/roles/effects.ts';
import { statesByWeight, stateWords } from '#shared/domain/words/states.ts';

/** @returns the role in WHM's words; 'role unknown' for null */
export function describeRole(role: Role | null): string {
  return role === null ? 'role unknown' : roleWords[role];
}

/** @returns how many of the group have a problem */
export function describeFold({ problems }: Fold): string {
  return `same nameservers, ${problems === 0 ? 'none with a problem' : `${problems} with problems`}`;
}

/** A group in one sentence, for a screen reader. */
export function foldInWords(fold: Fold): string {
  return `${groupName(fold)}, ${describeFold(fold)}. ${fold.open ? 'Open: Enter folds them.' : 'Folded: Enter opens them.'}`;
}

/** @returns how many links of each state a line stands for, the worst first */
export function countStates(links: readonly Link[]): string {
  return statesByWeight
    .map((state) => ({ state, count: links.filter((link) => link.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateWords[state]}`)
    .join(', ');
}

/** @returns the role that all have; 'several DNS roles' where they differ */
export function describeRoles(links: readonly Link[]): string {
  const roles = new Set(links.map(({ role }) => role));
  return roles.size === 1 ? describeRole(links[0]?.role ?? null) : 'several DNS roles';
}

/** The links that one line stands for, in one sentence. */
export function bundleInWords(links: readonly Link[], from: string, to: string): string {
  return `${from} to ${to}: ${links.length} links, ${describeRoles(links)}: ${countStates(links)}.`;
}

/**
 * The trust of a link in words.
 * @param far label of the member that the link names
 * @returns null where there is nothing to say
 */
export function describeTrust(link: Link, far: string): string | null {
  switch (link.reverseTrust) {
    case 'yes':
      return `${far} has an entry back: trust both ways`;
    case 'no':
      return `${far} has no entry back: one-way trust`;
    case 'unknown':
      return `whether ${far} has an entry back is unknown`;
    case 'not-required':
      return null;
  }
}

/**
 * A server in one sentence, for a screen reader and the tooltip.
 */
export function nodeInWords(node: TopologyNode): string {
  const reasons = node.reasons.map((reason) => reasonWords(reason, momentWords)).join(' ');
  return `${node.label}, ${describeNode(node)}: ${stateWords[node.state].toLowerCase()}.${reasons === '' ? '' : ` ${reasons}`}`;
}

/**
 * A link in one sentence, for a screen reader and the tooltip.
 * @param from label of the server that has the entry
 * @param to label of the member it names
 */
export function linkInWords(link: Link, from: string, to: string): string {
  const trust = describeTrust(link, to);
  const reasons = link.reasons.map((reason) => reasonWords(reason, momentWords)).join(' ');
  return `${from} to ${to}, ${describeRole(link.role)}: ${stateWords[link.state].toLowerCase()}${trust === null ? '' : `, ${trust}`}.${
    reasons === '' ? '' : ` ${reasons}`
  }`;
}

/**
 * What the pending changes make of a link, a sentence to stand after the one of {@link linkInWords}.
 */
export function pendingInWords(mark: PendingMark): string {
  switch (mark.kind) {
    case 'added':
      return `Pending: the entry is added, ${describeRole(mark.to)}.`;
    case 'removed':
      return 'Pending: the entry is removed.';
    case 'role':
      return `Pending: ${describeRole(mark.from)} becomes ${describeRole(mark.to)}.`;
    case 'enabled':
      return 'Pending: the member is enabled.';
  }
}
