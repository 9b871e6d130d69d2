import type { Link, Topology } from '#shared/domain/topology/topology.ts';

/** The same pair seen from the other side; null when that side has no entry, or none that could be read. */
export function reverseOf(topology: Topology, link: Link): Link | null {
  return topology.links[`${link.to}>${link.from}`] ?? null;
}

export interface PairVerdict {
  readonly title: string;
  readonly state: 'ok' | 'warning' | 'broken' | 'unknown';
}

/** Two directions of one pair in a word: what a WHM admin calls it. */
export function pairVerdict(link: Link, reverse: Link | null): PairVerdict {
  const codes = [link, reverse].flatMap((each) => each?.reasons.map((reason) => reason.code) ?? []);
  if (codes.includes('trust.one-way')) return { title: 'One-way trust', state: 'broken' };
  if (codes.includes('trust.perhaps-one-way')) return { title: 'Perhaps one-way trust', state: 'warning' };
  if (reverse !== null || link.reverseTrust === 'yes') return { title: 'Trust both ways', state: 'ok' };
  if (link.reverseTrust === 'not-required') return { title: 'Trust one way, as it should be', state: 'ok' };
  return { title: 'Reverse trust unknown', state: 'unknown' };
}
