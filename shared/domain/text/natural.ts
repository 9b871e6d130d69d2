const collator = new Intl.Collator('en', { numeric: true });

/**
 * The order of host names and ids everywhere in Nameward: `web2` before `web10`.
 * @returns as `toSorted` wants it; 0 only for the same text, so that an order never depends on what came first
 */
export function compareNaturally(a: string, b: string): number {
  // Most neighbours in a table are equal, and the collator is slow.
  if (a === b) return 0;
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

/** @returns the links by their servers, then by their members, naturally */
export function compareLinks(a: LinkEnds, b: LinkEnds): number {
  return compareNaturally(a.from, b.from) || compareNaturally(a.to, b.to);
}

interface LinkEnds {
  readonly from: string;
  readonly to: string;
}
