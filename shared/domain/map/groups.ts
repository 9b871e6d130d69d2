import type { Link, State, TopologyNode } from '#shared/domain/topology/topology.ts';

/** Servers with the same nameservers, in one box. */
export interface Fold {
  readonly members: readonly TopologyNode[];
  /** Open: the members stand below its box as they are, and have their own lines. */
  readonly open: boolean;
  /** Members that are a problem themselves or have a link that is one. */
  readonly problems: number;
  /** The worst state of a member or of a link of one. */
  readonly worst: State;
}

/** What of a fleet stands together. */
export interface Folded {
  /** By the id of the node that stands for the group. */
  readonly folds: ReadonlyMap<string, Fold>;
  /** The node that a folded server is in, by the server's id. */
  readonly standIns: ReadonlyMap<string, string>;
  /** The links that one line stands for, by the id of the worst of them, which is the line's. */
  readonly bundles: ReadonlyMap<string, readonly Link[]>;
}

export const nothingFolded: Folded = { folds: new Map(), standIns: new Map(), bundles: new Map() };

/** @returns how many a node stands for; the head of an open group for none, since its servers stand beside it */
export function standsFor(id: string, { folds }: Folded): number {
  const fold = folds.get(id);
  if (!fold) return 1;
  return fold.open ? 0 : fold.members.length;
}
