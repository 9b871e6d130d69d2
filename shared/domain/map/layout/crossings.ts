/**
 * How often lines between two columns cross: the inversions of their ends, counted with a Fenwick tree in n log n.
 * @param lines each line's place in the left and in the right column, counted from 0
 * @param places number of places in the right column
 */
export function countCrossings(lines: readonly (readonly [number, number])[], places: number): number {
  const sorted = lines.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const tree = new Uint32Array(places + 1);
  let crossings = 0;
  for (const [seen, [, right]] of sorted.entries()) {
    let notBelow = 0;
    for (let at = right + 1; at > 0; at -= at & -at) notBelow += tree[at] ?? 0;
    crossings += seen - notBelow;
    for (let at = right + 1; at <= places; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
  }
  return crossings;
}
