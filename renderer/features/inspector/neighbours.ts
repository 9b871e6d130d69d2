import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';

/** @returns the links from a node by their members' names, and those to it by their servers' names */
export function neighboursOf(
  { links, nodes }: Topology,
  id: string,
): { readonly outgoing: readonly Link[]; readonly incoming: readonly Link[] } {
  const byEnd =
    (end: 'from' | 'to') =>
    (a: Link, b: Link): number =>
      compareNaturally(nodes[a[end]]?.label ?? a[end], nodes[b[end]]?.label ?? b[end]);
  const all = Object.values(links);
  return {
    outgoing: all.filter(({ from }) => from === id).toSorted(byEnd('to')),
    incoming: all.filter(({ to }) => to === id).toSorted(byEnd('from')),
  };
}
