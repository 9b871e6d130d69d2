import type { Product, Role } from '#shared/domain/topology/observation.ts';
import type { Link, NodeKind, Tier, TopologyNode } from '#shared/domain/topology/topology.ts';
import { nameserverWords, productWords } from '#shared/domain/words/roles.ts';
import type { Fold } from './groups.ts';

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

/** Every release begins with `11.`; cPanel's own release notes leave it away. */
function shortVersion(version: string): string {
  return version.replace(/^11\.(?=\d+\.)/, '');
}
