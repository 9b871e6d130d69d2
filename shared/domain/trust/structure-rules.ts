import type { Product, Role } from '#shared/domain/topology/observation.ts';
import { judge, type Judgement } from './judgement.ts';

/** A link as far as the structure of a cluster cares. */
export interface StructureLink {
  readonly from: string;
  readonly to: string;
  readonly role: Role | null;
}

export interface StructureNode {
  readonly id: string;
  readonly label: string;
  readonly product: Product;
}

/** Standalone sends nothing; a role that could not be read may. */
export function sendsZones(link: StructureLink): boolean {
  return link.role !== 'standalone';
}

/** Ids of those that send zones to a node, by the node's id. */
export type Senders = ReadonlyMap<string, ReadonlySet<string>>;

export function sendersByMember(links: readonly StructureLink[]): Senders {
  const result = new Map<string, Set<string>>();
  for (const link of links.filter(sendsZones)) {
    const known = result.get(link.to);
    if (known) known.add(link.from);
    else result.set(link.to, new Set([link.from]));
  }
  return result;
}

/**
 * Whether zones of somebody reach the member through this link's sender only: it is an intermediary. Two that send to
 * each other are none.
 */
export function passesOn(link: StructureLink, senders: Senders): boolean {
  const direct = senders.get(link.to);
  const sentTo = (id: string): boolean => senders.get(id)?.has(link.from) === true;
  return (
    sendsZones(link) &&
    [...(senders.get(link.from) ?? [])].some((id) => id !== link.to && direct?.has(id) !== true && !sentTo(id))
  );
}

/**
 * The advice of the cluster guide on who links to whom (`whm-protocol 8`), for products that are certain.
 * @param nodes by id
 * @param senders of all links
 * @returns a function that judges one link in the light of all
 */
export function structureRules(
  nodes: ReadonlyMap<string, StructureNode>,
  senders: Senders,
): (link: StructureLink) => readonly Judgement[] {
  return (link) => {
    const from = nodes.get(link.from);
    const to = nodes.get(link.to);
    if (!from || !to || !sendsZones(link) || link.from === link.to) return [];
    if (from.product === 'dnsonly' && to.product === 'cpanel') {
      return [
        judge(
          'warning',
          'structure.sync-back',
          `${from.label} sends zones back to ${to.label}: a nameserver must not synchronize to a cPanel & WHM server, it creates zones there that nobody needs.`,
        ),
      ];
    }
    if (passesOn(link, senders)) return [intermediary(from, to)];
    if (from.product === 'dnsonly' && to.product === 'dnsonly') return [nameserverLink(from, to)];
    if (from.product === 'cpanel' && to.product === 'cpanel' && senders.get(link.from)?.has(link.to) === true) {
      return [
        judge(
          'warning',
          'structure.web-link',
          `${from.label} and ${to.label} send zones to each other: the guide advises against linking cPanel & WHM servers with each other.`,
        ),
      ];
    }
    return [];
  };
}

/** Allowed, but not for free. */
function intermediary(from: StructureNode, to: StructureNode): Judgement {
  return judge(
    'ok',
    'structure.intermediary',
    `${from.label} is an intermediary for ${to.label}: zones arrive there by a detour, which slows them by about a factor of three.`,
  );
}

function nameserverLink(from: StructureNode, to: StructureNode): Judgement {
  return judge(
    'warning',
    'structure.nameserver-link',
    `${from.label} and ${to.label} are nameservers linked with each other: the guide advises to link each cPanel & WHM server directly instead.`,
  );
}
