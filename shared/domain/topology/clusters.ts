import { compareNaturally } from '#shared/domain/text/natural.ts';

/** Groups of nodes that links connect, direction ignored. */

/**
 * @param nodes ids of all nodes
 * @param links pairs of ids
 * @returns groups of two or more, each sorted naturally, the groups sorted by their first id
 */
export function findClusters(
  nodes: readonly string[],
  links: readonly { readonly from: string; readonly to: string }[],
): readonly (readonly string[])[] {
  const parent = new Map(nodes.map((id) => [id, id]));
  const root = (id: string): string => {
    let current = id;
    for (let next = parent.get(current); next !== undefined && next !== current; next = parent.get(current)) {
      parent.set(current, parent.get(next) ?? next);
      current = next;
    }
    return current;
  };
  for (const link of links) parent.set(root(link.from), root(link.to));
  const groups = new Map<string, string[]>();
  for (const id of nodes) {
    const key = root(id);
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => group.toSorted(compareNaturally))
    .toSorted((a, b) => compareNaturally(a[0] ?? '', b[0] ?? ''));
}
