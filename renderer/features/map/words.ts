import type { Product, Role } from '#shared/domain/topology/observation.ts';
import type { Link, NodeKind, Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { PendingMark } from '#renderer/state/pendingOverlay.ts';
import { reasonWords } from '#shared/domain/trust/judgement.ts';
import type { Fold } from './groups.ts';
import { momentWords } from '#renderer/ui/age.ts';
import { nameserverWords, productWords, roleWords } from '#renderer/ui/roleWords.ts';
import { statesByWeight, stateWords } from '#renderer/ui/stateWords.ts';

/** One letter for each DNS role, so that a line says its role without colour; `?` where the role could not be read. */
export const roleLetters: Readonly<Record<Role, string>> = { sync: 'S', 'write-only': 'W', standalone: '–' };

export const tierWords: Readonly<Record<Tier, string>> = {
  web: 'cPanel & WHM servers',
  intermediary: 'Intermediaries',
  nameserver: 'Nameservers',
};

const shortProducts: Readonly<Record<Product, string>> = {
  cpanel: 'WHM',
  dnsonly: 'DNSOnly',
  unknown: 'product unknown',
};

const kindWords: Readonly<Record<Exclude<NodeKind, 'server'>, string>> = {
  unknown: 'not in the inventory',
  foreign: 'foreign back end',
};

/** @returns the letter of a role; `?` for null */
export function roleLetter(role: Role | null): string {
  return role === null ? '?' : roleLetters[role];
}

/** @returns the letter of the role that all links have; `*` where their roles differ */
export function commonLetter(links: readonly Link[]): string {
  const letters = new Set(links.map(({ role }) => roleLetter(role)));
  const [only] = letters;
  return letters.size === 1 && only !== undefined ? only : '*';
}

/** @returns the role in WHM's words; 'role unknown' for null */
export function describeRole(role: Role | null): string {
  return role === null ? 'role unknown' : roleWords[role];
}

/**
 * The second line of a tooltip.
 * @returns product, version and nameserver software, as far as they are known, divided by middle dots
 */
export function describeNode(node: TopologyNode): string {
  if (node.kind !== 'server') {
    const address = node.addresses[0];
    return address === undefined || address === node.label
      ? kindWords[node.kind]
      : `${kindWords[node.kind]} · ${address}`;
  }
  const version = node.observation?.version?.value;
  const nameserver = node.observation?.nameserver?.value;
  return [
    node.product === 'unknown' ? 'product unknown' : productWords[node.product],
    ...(version === undefined ? [] : [shortVersion(version)]),
    ...(nameserver === undefined ? [] : [nameserverWords[nameserver]]),
  ].join(' · ');
}

/**
 * The second line of a box, where room is short; the icon beside it says the product once more.
 */
export function summarizeNode(node: TopologyNode): string {
  if (node.kind !== 'server') return describeNode(node);
  const version = node.observation?.version?.value;
  const nameserver = node.observation?.nameserver?.value;
  const product = shortProducts[node.product];
  return [
    version === undefined ? product : `${product} ${shortVersion(version)}`,
    ...(nameserver === undefined ? [] : [nameserverWords[nameserver]]),
  ].join(' · ');
}

/** The second line of the box of a group: from which server to which it reaches. */
export function summarizeFold({ members }: Fold): string {
  return `${nearPart(members[0]?.label ?? '')} \u2026 ${nearPart(members.at(-1)?.label ?? '')}`;
}

function nearPart(hostname: string): string {
  return hostname.split('.', 1)[0] ?? hostname;
}

/** @returns the group by its number and the names that it reaches from and to */
export function groupName({ members }: Fold): string {
  return `${members.length} servers (${members[0]?.label ?? ''} to ${members.at(-1)?.label ?? ''})`;
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

/** Every release begins with `11.`; cPanel's own release notes leave it away. */
function shortVersion(version: string): string {
  return version.replace(/^11\.(?=\d+\.)/, '');
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
