import type { Change } from './change.ts';
import { expandWishes } from './compose.ts';
import { planNames } from './names.ts';
import { backEndName, normalizeHost } from '#shared/domain/topology/directory.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Link, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Pending } from './pending.ts';

/** What becomes of one link when the pending changes are applied. */
export type PendingMark =
  | { readonly kind: 'added'; readonly to: Role }
  | { readonly kind: 'removed'; readonly from: Role | null }
  | { readonly kind: 'role'; readonly from: Role | null; readonly to: Role }
  | { readonly kind: 'enabled' };

/** The fleet with the links that do not exist yet, and what is different about each link. */
export interface PendingOverlay {
  readonly topology: Topology;
  /** By id of the link; links of `added` are only in this topology. */
  readonly marks: ReadonlyMap<string, PendingMark>;
}

const none: ReadonlyMap<string, PendingMark> = new Map();

function newLink(from: string, to: string, change: Extract<Change, { kind: 'member.add' }>): Link {
  const { address, host, user, module, role, debug } = change.member;
  return {
    id: `${from}>${to}`,
    from,
    to,
    role,
    reverseTrust: 'unknown',
    state: 'unknown',
    reasons: [{ code: 'pending', message: 'Pending: this entry is not there before the plan is applied.' }],
    member: {
      address,
      hostname: host,
      user,
      module,
      role,
      debug,
      disabled: null,
      status: null,
      statusText: null,
      version: null,
      nameserver: null,
      reverseTrust: null,
      inherited: false,
      polledHostname: null,
      roleText: null,
    },
    source: 'user',
    at: 0,
  };
}

/** Another back end has no address, only the name of its module. */
function newNode(id: string, label: string, address: string | null): TopologyNode {
  return {
    id,
    kind: address === null ? 'foreign' : 'unknown',
    label,
    addresses: address === null ? [] : [address],
    product: 'unknown',
    tier: 'nameserver',
    state: 'unknown',
    reasons: [{ code: 'pending', message: 'Pending: it becomes a member when the plan is applied.' }],
    cluster: null,
    server: null,
    observation: null,
  };
}

/**
 * How the map will look. Lists of resellers are not on the map, so changes in them are not either.
 * @returns the very same topology when nothing of it changes
 */
export function overlayOf(topology: Topology, pending: Pending): PendingOverlay {
  if (pending.changes.length + pending.intentions.length === 0) return { topology, marks: none };
  const names = planNames(topology);
  const byEntry = new Map(
    Object.values(topology.links).map((link) => [`${link.from} ${link.member.address}`, link] as const),
  );
  const marks = new Map<string, PendingMark>();
  const links: Record<string, Link> = {};
  const nodes: Record<string, TopologyNode> = {};
  for (const change of expandWishes(pending.changes, pending.intentions, { topology, names }).changes) {
    if ('as' in change && change.as !== 'root') continue;
    const link = 'address' in change ? byEntry.get(`${change.server} ${change.address}`) : undefined;
    if (change.kind === 'role' && link && link.role !== change.role)
      marks.set(link.id, { kind: 'role', from: link.role, to: change.role });
    else if (change.kind === 'member.remove' && link) marks.set(link.id, { kind: 'removed', from: link.role });
    // A sign has room for one word: the role that it comes back with says more.
    else if (change.kind === 'member.enable' && link && !marks.has(link.id)) marks.set(link.id, { kind: 'enabled' });
    else if (change.kind === 'member.add') {
      const { address, host, role, module } = change.member;
      const foreign = module !== 'cPanel';
      const to = foreign
        ? `module:${backEndName(change.member)}@${change.server}`
        : (names.serverAt(address) ?? `member:${normalizeHost(address)}`);
      const id = `${change.server}>${to}`;
      const there = topology.links[id];
      // The entry is written anew: only its role may differ.
      if (there) {
        if (there.role === role) marks.delete(id);
        else marks.set(id, { kind: 'role', from: there.role, to: role });
        continue;
      }
      if (!topology.nodes[change.server]) continue;
      if (!topology.nodes[to])
        nodes[to] = foreign ? newNode(to, backEndName(change.member), null) : newNode(to, host, address);
      links[id] = newLink(change.server, to, change);
      marks.set(id, { kind: 'added', to: role });
    }
  }
  if (Object.keys(links).length === 0) return { topology, marks };
  return {
    topology: {
      nodes: { ...topology.nodes, ...nodes },
      links: { ...topology.links, ...links },
      clusters: topology.clusters,
    },
    marks,
  };
}

/** A part of the fleet with the added links that have both ends in it. */
export function withAdded(part: Topology, { topology, marks }: PendingOverlay): Topology {
  const links = [...marks].flatMap(([id, mark]): (readonly [string, Link])[] => {
    const link = mark.kind === 'added' ? topology.links[id] : undefined;
    return link && part.nodes[link.from] && part.nodes[link.to] ? [[id, link]] : [];
  });
  return links.length === 0 ? part : { ...part, links: { ...part.links, ...Object.fromEntries(links) } };
}
