import { lookUp } from '../table.ts';
import { asLastWord, judgeLink } from '../trust/link-rules.ts';
import { summarize } from '../trust/judgement.ts';
import { judgeNode } from '../trust/node-rules.ts';
import { findOutage } from '../trust/outage.ts';
import { judgeReverseTrust, reverseEntryFound, reverseRequirement } from '../trust/reverse.ts';
import { passesOn, sendersByMember, sendsZones, structureRules, type StructureLink } from '../trust/structure-rules.ts';
import { visibleText } from '../text/visible.ts';
import { findClusters } from './clusters.ts';
import { createDirectory, isForeign, memberNode, namesOf, type Directory, type Observations } from './directory.ts';
import { neverObserved } from './observed.ts';
import type {
  KnownServer,
  MemberRecord,
  NameserverSoftware,
  Product,
  ServerId,
  ServerObservation,
} from './observation.ts';
import { tierOf, type LinkSituation } from './tiers.ts';
import type { Link, NodeKind, Topology, TopologyNode } from './topology.ts';

/** A node before anything was judged. */
interface DraftNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly addresses: readonly string[];
  readonly product: Product;
  readonly server: KnownServer | null;
  readonly observation: ServerObservation | null;
}

interface DraftLink {
  readonly id: string;
  readonly from: ServerId;
  readonly to: string;
  readonly record: MemberRecord;
  readonly duplicate: boolean;
}

function serverNode(server: KnownServer, observation: ServerObservation): DraftNode {
  return {
    id: server.id,
    kind: 'server',
    label: visibleText(observation.hostname?.value ?? (server.name || server.host), 253),
    addresses: observation.addresses?.value ?? [server.host],
    product: observation.product?.value ?? server.product ?? 'unknown',
    server,
    observation,
  };
}

/** SoftLayer and the like carry the module's name; an unknown host the host name that its entry gives. */
function memberOnlyNode(id: string, record: MemberRecord): DraftNode {
  const foreign = isForeign(record);
  const name = foreign ? record.module : record.hostname;
  return {
    id,
    kind: foreign ? 'foreign' : 'unknown',
    label: visibleText(name ?? record.address, 253),
    addresses: foreign ? [] : [record.address],
    product: 'unknown',
    server: null,
    observation: null,
  };
}

function draftLinks(server: KnownServer, observation: ServerObservation, directory: Directory): readonly DraftLink[] {
  const seen = new Map<string, number>();
  const drafts = (observation.members?.value.records ?? []).map((record) => {
    const to = memberNode(directory, server.id, record);
    const earlier = seen.get(to) ?? 0;
    seen.set(to, earlier + 1);
    const id = `${server.id}>${to}`;
    return { id: earlier === 0 ? id : `${id}#${record.address}`, from: server.id, to, record };
  });
  return drafts.map((draft) => ({ ...draft, duplicate: (seen.get(draft.to) ?? 0) > 1 }));
}

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

function judgeLinks(
  drafts: readonly DraftLink[],
  structure: readonly StructureLink[],
  nodes: ReadonlyMap<string, DraftNode>,
  outage: boolean,
): Readonly<Record<string, Link>> {
  const pairs = new Set(drafts.map((draft) => `${draft.from}>${draft.to}`));
  const judgeStructure = structureRules(nodes, structure);
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
    sorted.map((server) => [server.id, serverNode(server, observationOf(server.id))]),
  );
  const drafts = sorted.flatMap((server) => draftLinks(server, observationOf(server.id), directory));
  for (const draft of drafts) {
    if (!nodes.has(draft.to)) nodes.set(draft.to, memberOnlyNode(draft.to, draft.record));
  }
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
    const judged = summarize(judgeNode({ ...node, tier, softwareInCluster, hasMembers, outage }));
    judgedNodes.set(node.id, { ...node, tier, cluster, ...judged });
  }
  return { nodes: Object.fromEntries(judgedNodes), links: judgeLinks(drafts, structure, nodes, outage), clusters };
}
