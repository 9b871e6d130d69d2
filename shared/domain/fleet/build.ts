import { lookUp } from '#shared/domain/table.ts';
import { asLastWord, judgeLink } from '#shared/domain/trust/link-rules.ts';
import { summarize } from '#shared/domain/trust/judgement.ts';
import type { EntrySubject } from '#shared/domain/trust/entry-rules.ts';
import { judgeNode } from '#shared/domain/trust/node-rules.ts';
import { findOutage } from '#shared/domain/trust/outage.ts';
import { judgeReverseTrust, reverseEntryFound, reverseRequirement } from '#shared/domain/trust/reverse.ts';
import {
  passesOn,
  sendersByMember,
  sendsZones,
  structureRules,
  type StructureLink,
} from '#shared/domain/trust/structure-rules.ts';
import { visibleText } from '#shared/domain/text/visible.ts';
import { findClusters } from '#shared/domain/topology/clusters.ts';
import { isPrivateAddress } from '#shared/domain/topology/address.ts';
import {
  createDirectory,
  isForeign,
  namesOf,
  type Directory,
  type Observations,
} from '#shared/domain/topology/directory.ts';
import {
  contestsByServer,
  draftLinks,
  inventoryName,
  memberOnlyNode,
  recordsOfOthers,
  serverNode,
  type DraftLink,
  type DraftNode,
} from './draft.ts';
import { neverObserved } from '#shared/domain/topology/observed.ts';
import type {
  KnownServer,
  NameserverSoftware,
  ServerId,
  ServerObservation,
} from '#shared/domain/topology/observation.ts';
import { tierOf, type LinkSituation } from '#shared/domain/topology/tiers.ts';
import type { Link, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';

/** Where a node stands that is in nobody's list and has none. */
const unlinked: LinkSituation = { named: false, sends: false, passesOn: false };

function linkSituations(links: readonly StructureLink[]): ReadonlyMap<string, LinkSituation> {
  const senders = sendersByMember(links);
  const situations = new Map<string, LinkSituation>();
  const note = (id: string, seen: Partial<LinkSituation>): void => {
    situations.set(id, { ...(situations.get(id) ?? unlinked), ...seen });
  };
  for (const link of links.filter(({ from, to }) => from !== to)) {
    note(link.to, { named: true });
    if (sendsZones(link)) note(link.from, { sends: true });
    if (passesOn(link, senders)) note(link.from, { passesOn: true });
  }
  return situations;
}

function nearNames(node: DraftNode | undefined): readonly string[] {
  return node?.server ? namesOf(node.server, node.observation ?? undefined) : [];
}

/** Whether a server knows itself by private addresses only, and so may be known to others by one that nobody here knows. */
function isPrivateOnly(node: DraftNode | undefined): boolean {
  const own = node?.observation?.addresses?.value ?? [];
  return own.length > 0 && own.every(isPrivateAddress);
}

/** Ids of the servers with an entry that leads to no server here; those whose list is not known whole may have one. */
function withUnknownEntries(drafts: readonly DraftLink[], nodes: ReadonlyMap<string, DraftNode>): ReadonlySet<string> {
  const unknown = drafts.filter(({ to }) => nodes.get(to)?.kind === 'unknown').map(({ from }) => from);
  const unread = [...nodes.values()].filter(({ observation }) => observation?.members?.value.partial !== false);
  return new Set([...unknown, ...unread.map(({ id }) => id)]);
}

/** What a link's entry says of who is meant, in labels. */
function entrySubject(
  draft: DraftLink,
  { directory, nodes }: Picture,
): Pick<EntrySubject, 'ground' | 'namedLabel' | 'claimants'> {
  const labelOf = (id: string): string => nodes.get(id)?.label ?? id;
  const { record, ground, to } = draft;
  const named = ground === 'address' && record.hostname !== null ? directory.find(record.hostname) : null;
  const claimants = ground === null && !isForeign(record) ? directory.candidates(record.address) : [];
  return {
    ground,
    namedLabel: named === null || named === to ? null : labelOf(named),
    claimants: claimants.length > 1 ? claimants.map(labelOf) : [],
  };
}

/** What links are judged in the light of. */
interface Picture {
  readonly directory: Directory;
  readonly nodes: ReadonlyMap<string, DraftNode>;
}

function judgeLinks(
  drafts: readonly DraftLink[],
  structure: readonly StructureLink[],
  picture: Picture,
  outage: boolean,
): Readonly<Record<string, Link>> {
  const { nodes } = picture;
  const pairs = new Set(drafts.map((draft) => `${draft.from}>${draft.to}`));
  const judgeStructure = structureRules(nodes, structure);
  const mayNameOthers = withUnknownEntries(drafts, nodes);
  const links = new Map<string, Link>();
  for (const draft of drafts) {
    const from = nodes.get(draft.from);
    const to = nodes.get(draft.to);
    if (!from?.observation?.members || !to) continue;
    const { source, at } = from.observation.members;
    const farList = to.observation?.members?.value;
    const requirement = to.kind === 'foreign' ? 'not-required' : reverseRequirement(draft.record, to.product);
    const reverseEntry = reverseEntryFound({
      record: draft.record,
      far: to.observation,
      nearNames: nearNames(from),
      listedByFar: farList && !farList.partial ? pairs.has(`${draft.to}>${draft.from}`) : null,
      maybeByOther: isPrivateOnly(from) && !isPrivateOnly(to) && mayNameOthers.has(draft.to),
    });
    const reverseTrust = judgeReverseTrust(reverseEntry, requirement);
    const judgements = judgeLink({
      record: draft.record,
      source,
      fromLabel: from.label,
      toLabel: to.label,
      toKind: to.kind,
      from: from.observation,
      to: to.observation,
      reverseTrust,
      reverseEntry,
      requirement,
      toItself: draft.from === draft.to,
      ...entrySubject(draft, picture),
      duplicate: draft.duplicate,
      outage,
    });
    const structural = judgeStructure({ from: draft.from, to: draft.to, role: draft.record.role });
    const judged = summarize(asLastWord([...judgements, ...structural], from.observation, from.label));
    links.set(draft.id, {
      id: draft.id,
      from: draft.from,
      to: draft.to,
      role: draft.record.role,
      reverseTrust,
      ...judged,
      member: draft.record,
      source,
      at,
    });
  }
  return Object.fromEntries(links);
}

function softwareByCluster(
  clusters: readonly (readonly string[])[],
  nodes: ReadonlyMap<string, DraftNode>,
): readonly ReadonlySet<NameserverSoftware>[] {
  return clusters.map(
    (ids) =>
      new Set(ids.map((id) => nodes.get(id)?.observation?.nameserver?.value).filter((value) => value !== undefined)),
  );
}

/**
 * The picture of a fleet: every server, every member that some server names, every link in its direction, each judged.
 * @param servers the inventory; its order does not matter to the result
 * @param observations what was read, by server id; a missing one counts as never observed
 */
export function buildTopology(servers: readonly KnownServer[], observations: Observations): Topology {
  const sorted = servers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const directory = createDirectory(sorted, observations);
  const observationOf = (id: ServerId): ServerObservation => lookUp(observations, id) ?? neverObserved(id);
  const nodes = new Map<string, DraftNode>(
    sorted.map((server) => [server.id, serverNode(server, observationOf(server.id), directory)]),
  );
  const namesOfServers = new Map(sorted.map((server) => [server.id, visibleText(inventoryName(server), 253)]));
  const drafts = sorted.flatMap((server) => draftLinks(server, observationOf(server.id), directory));
  for (const [id, records] of recordsOfOthers(drafts, nodes)) {
    const node = memberOnlyNode(id, records);
    if (node) nodes.set(id, node);
  }
  const contestsOf = contestsByServer(directory, namesOfServers);
  const clusters = findClusters([...nodes.keys()], drafts);
  const clusterOf = new Map(clusters.flatMap((ids, index) => ids.map((id) => [id, index] as const)));
  const software = softwareByCluster(clusters, nodes);
  const structure = drafts.map(({ from, to, record }) => ({ from, to, role: record.role }));
  const situations = linkSituations(structure);
  const outage = findOutage(sorted.map((server) => observationOf(server.id))) !== null;
  const judgedNodes = new Map<string, TopologyNode>();
  for (const node of nodes.values()) {
    const cluster = clusterOf.get(node.id) ?? null;
    const tier = node.kind === 'foreign' ? 'nameserver' : tierOf(node.product, situations.get(node.id) ?? unlinked);
    const softwareInCluster = (cluster === null ? undefined : software[cluster]) ?? new Set();
    const hasMembers = (node.observation?.members?.value.records.length ?? 0) > 0;
    const { id, kind, label, addresses, product, server, observation, module } = node;
    const contests = contestsOf.get(id) ?? [];
    const judged = summarize(
      judgeNode({ kind, label, tier, observation, softwareInCluster, hasMembers, contests, outage, module }),
    );
    // Written out: there may be many thousand of them.
    const { state, reasons } = judged;
    judgedNodes.set(id, { id, kind, label, addresses, product, tier, state, reasons, cluster, server, observation });
  }
  const links = judgeLinks(drafts, structure, { directory, nodes }, outage);
  return { nodes: Object.fromEntries(judgedNodes), links, clusters };
}
