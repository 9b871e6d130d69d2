import { lookUp } from '#shared/domain/table.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { visibleText } from '#shared/domain/text/visible.ts';

/** A node as people name it here: the id of a server, as in the inventory, and the host name of all else. */
export function nodeName(id: string, topology: Topology): string {
  const node = lookUp(topology.nodes, id);
  return visibleText(node && node.kind !== 'server' ? node.label : id, 60);
}

export function linkName({ from, to }: Pick<Link, 'from' | 'to'>, topology: Topology): string {
  return `${nodeName(from, topology)} > ${nodeName(to, topology)}`;
}
