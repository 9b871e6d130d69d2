import type { Link, Topology } from './topology.ts';

/** Made once for each set of links: a fleet has thousands, and every server is asked about. */
const indexes = new WeakMap<Topology['links'], ReadonlyMap<string, readonly Link[]>>();

function indexOf(links: Topology['links']): ReadonlyMap<string, readonly Link[]> {
  const known = indexes.get(links);
  if (known) return known;
  const made = new Map<string, Link[]>();
  for (const link of Object.values(links)) {
    for (const end of new Set([link.from, link.to])) {
      const others = made.get(end);
      if (others) others.push(link);
      else made.set(end, [link]);
    }
  }
  indexes.set(links, made);
  return made;
}

/** @returns the links that begin or end at a node, in the order of the topology */
export function linksAt({ links }: Pick<Topology, 'links'>, node: string): readonly Link[] {
  return indexOf(links).get(node) ?? [];
}
