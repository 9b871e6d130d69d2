import type { Product, Role } from '../topology/observation.ts';
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

function senders(links: readonly StructureLink[]): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map<string, Set<string>>();
  for (const link of links.filter(sendsZones)) {
    const known = result.get(link.to);
    if (known) known.add(link.from);
    else result.set(link.to, new Set([link.from]));
  }
  return result;
}

/**
 * The advice of the cluster guide on who links to whom (`whm-protocol 8`), for products that are certain.
 * @param nodes by id
 * @returns a function that judges one link in the light of all
 */
export function structureRules(
  nodes: ReadonlyMap<string, StructureNode>,
  links: readonly StructureLink[],
): (link: StructureLink) => readonly Judgement[] {
  const sendersOf = senders(links);
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
    if (from.product === 'dnsonly' && to.product === 'dnsonly') return [nameserverLink(from, to, sendersOf)];
    if (from.product === 'cpanel' && to.product === 'cpanel' && sendersOf.get(link.from)?.has(link.to) === true) {
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

/** A nameserver that passes on what the other does not get directly is an intermediary; any other link between nameservers is advised against. */
function nameserverLink(
  from: StructureNode,
  to: StructureNode,
  sendersOf: ReadonlyMap<string, ReadonlySet<string>>,
): Judgement {
  const direct = sendersOf.get(to.id) ?? new Set();
  const passedOn = [...(sendersOf.get(from.id) ?? [])].filter((id) => id !== to.id && !direct.has(id));
  return passedOn.length > 0
    ? judge(
        'ok',
        'structure.intermediary',
        `${from.label} is an intermediary for ${to.label}: zones arrive there by a detour, which slows them by about a factor of three.`,
      )
    : judge(
        'warning',
        'structure.nameserver-link',
        `${from.label} and ${to.label} are nameservers linked with each other: the guide advises to link each cPanel & WHM server directly instead.`,
      );
}
