import type { Product, Role } from '#shared/domain/topology/observation.ts';
import type { Link, NodeKind, Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { PendingMark } from '#renderer/state/pendingOverlay.ts';
import { nameserverWords, productWords, roleWords } from '#renderer/ui/roleWords.ts';
import { stateWords } from '#renderer/ui/stateWords.ts';

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
  const reasons = node.reasons.map((reason) => reason.message).join(' ');
  return `${node.label}, ${describeNode(node)}: ${stateWords[node.state].toLowerCase()}.${reasons === '' ? '' : ` ${reasons}`}`;
}

/**
 * A link in one sentence, for a screen reader and the tooltip.
 * @param from label of the server that has the entry
 * @param to label of the member it names
 */
export function linkInWords(link: Link, from: string, to: string): string {
  const trust = describeTrust(link, to);
  const reasons = link.reasons.map((reason) => reason.message).join(' ');
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
