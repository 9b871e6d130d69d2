import { findClusters } from '#shared/domain/topology/clusters.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { LinkSituation } from '#shared/domain/topology/tiers.ts';
import {
  passesOn,
  sendersByMember,
  sendsZones,
  type Senders,
  type StructureLink,
} from '#shared/domain/trust/structure-rules.ts';
import { memberOnlyNode, recordsOfOthers, type DraftLink, type DraftNode } from './draft.ts';
import { sameItems } from './same-items.ts';

/** Everything that follows from the entries of all servers alone, whatever else was read of them. */
export interface Structure {
  /** The entries of each server, in order of the servers. */
  readonly of: readonly (readonly DraftLink[])[];
  readonly servers: readonly ServerId[];
  readonly drafts: readonly DraftLink[];
  /** Members that are no servers here. */
  readonly others: readonly DraftNode[];
  readonly clusters: readonly (readonly string[])[];
  readonly clusterOf: ReadonlyMap<string, number>;
  readonly senders: Senders;
  readonly situations: ReadonlyMap<string, LinkSituation>;
  /** `FROM>TO` of every entry. */
  readonly pairs: ReadonlySet<string>;
  /** Ids of the servers with an entry that leads to no server here. */
  readonly withUnknownEntries: ReadonlySet<ServerId>;
}

/**
 * @param of the entries of each server, in order of `servers`
 * @returns the one of before where the very same entries made it
 */
export function structureOf(
  servers: readonly ServerId[],
  of: readonly (readonly DraftLink[])[],
  before: Structure | null,
): Structure {
  if (before !== null && sameItems(before.of, of) && sameItems(before.servers, servers)) return before;
  const drafts = of.flat();
  const known = new Set<string>(servers);
  const others = [...recordsOfOthers(drafts, known)].flatMap(([id, records]) => memberOnlyNode(id, records) ?? []);
  const clusters = findClusters([...servers, ...others.map(({ id }) => id)], drafts);
  const links = drafts.map(({ from, to, record }) => ({ from, to, role: record.role }));
  const senders = sendersByMember(links);
  const unknown = new Set(others.filter(({ kind }) => kind === 'unknown').map(({ id }) => id));
  return {
    of,
    servers,
    drafts,
    others,
    clusters,
    clusterOf: new Map(clusters.flatMap((ids, index) => ids.map((id) => [id, index] as const))),
    senders,
    situations: linkSituations(links, senders),
    pairs: new Set(drafts.map(({ pair }) => pair)),
    withUnknownEntries: new Set(drafts.filter(({ to }) => unknown.has(to)).map(({ from }) => from)),
  };
}

/** Where a node stands that is in nobody's list and has none. */
export const unlinked: LinkSituation = { named: false, sends: false, passesOn: false };

function linkSituations(links: readonly StructureLink[], senders: Senders): ReadonlyMap<string, LinkSituation> {
  const situations = new Map<string, { -readonly [key in keyof LinkSituation]: LinkSituation[key] }>();
  const of = (id: string) => {
    const known = situations.get(id);
    if (known !== undefined) return known;
    const made = { ...unlinked };
    situations.set(id, made);
    return made;
  };
  for (const link of links) {
    if (link.from === link.to) continue;
    of(link.to).named = true;
    if (sendsZones(link)) of(link.from).sends = true;
    if (passesOn(link, senders)) of(link.from).passesOn = true;
  }
  return situations;
}
