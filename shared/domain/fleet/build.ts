import { lookUp } from '#shared/domain/table.ts';
import { asLastWord, judgeLink } from '#shared/domain/trust/link-rules.ts';
import { summarize } from '#shared/domain/trust/judgement.ts';
import type { EntrySubject } from '#shared/domain/trust/entry-rules.ts';
import { judgeNode, type ContestedName } from '#shared/domain/trust/node-rules.ts';
import { findOutage } from '#shared/domain/trust/outage.ts';
import { judgeReverseTrust, reverseEntryFound, reverseRequirement } from '#shared/domain/trust/reverse.ts';
import { structureRules } from '#shared/domain/trust/structure-rules.ts';
import { visibleText } from '#shared/domain/text/visible.ts';
import { isPrivateAddress } from '#shared/domain/topology/address.ts';
import { sameData } from '#shared/domain/topology/delta.ts';
import { createDirectory, namesOf, type Directory, type Observations } from '#shared/domain/topology/directory.ts';
import { newBuildMemory, type BuildMemory, type JudgedLink, type JudgedNode, type ServerPart } from './build-memory.ts';
import { sameItems } from './same-items.ts';
import { structureOf, unlinked, type Structure } from './structure.ts';
import { contestsByServer, draftLinks, inventoryName, serverNode, type DraftLink, type DraftNode } from './draft.ts';
import { neverObserved } from '#shared/domain/topology/observed.ts';
import type {
  KnownServer,
  NameserverSoftware,
  ServerId,
  ServerObservation,
} from '#shared/domain/topology/observation.ts';
import { tierOf } from '#shared/domain/topology/tiers.ts';
import type { Link, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';

/**
 * Whether a server knows itself by private addresses only, and so may be known to others by one that nobody here knows.
 */
function isPrivateOnly(node: DraftNode | undefined): boolean {
  const own = node?.observation?.addresses?.value ?? [];
  return own.length > 0 && own.every(isPrivateAddress);
}

/** What a link's entry says of who is meant, in labels. */
function entrySubject(
  { ground, named, claimants }: DraftLink,
  nodes: ReadonlyMap<string, DraftNode>,
): Pick<EntrySubject, 'ground' | 'namedLabel' | 'claimants'> {
  const labelOf = (id: string): string => nodes.get(id)?.label ?? id;
  return {
    ground,
    namedLabel: named === null ? null : labelOf(named),
    claimants: claimants.length > 1 ? claimants.map(labelOf) : [],
  };
}

/** What a server's links have in common. */
interface Near {
  readonly node: DraftNode;
  readonly names: readonly string[];
  readonly privateOnly: boolean;
}

function judgeLinks(
  { drafts, pairs, senders, withUnknownEntries }: Structure,
  nodes: ReadonlyMap<string, DraftNode>,
  outage: boolean,
  memory: BuildMemory,
): Readonly<Record<string, Link>> {
  const judgeStructure = structureRules(nodes, senders);
  const nears = new Map<ServerId, Near>();
  const nearOf = (node: DraftNode): Near => {
    const known = nears.get(node.id);
    if (known !== undefined) return known;
    const names = node.server ? namesOf(node.server, node.observation ?? undefined) : [];
    const made = { node, names, privateOnly: isPrivateOnly(node) };
    nears.set(node.id, made);
    return made;
  };
  // A server whose list is not known whole may have an entry that leads to no server here.
  const mayNameOthers = (node: DraftNode): boolean =>
    withUnknownEntries.has(node.id) || node.observation?.members?.value.partial !== false;
  const judged = new Map<string, JudgedLink>();
  const links = new Map<string, Link>();
  for (const draft of drafts) {
    const from = nodes.get(draft.from);
    const to = nodes.get(draft.to);
    if (!from?.observation?.members || !to) continue;
    const near = nearOf(from);
    const farList = to.observation?.members?.value;
    const listedByFar = farList && !farList.partial ? pairs.has(draft.reversePair) : null;
    const maybeByOther = near.privateOnly && !isPrivateOnly(to) && mayNameOthers(to);
    const structural = judgeStructure({ from: draft.from, to: draft.to, role: draft.record.role });
    const entry = entrySubject(draft, nodes);
    const around = aroundOf(structural, entry);
    const known = memory.links.get(draft.id);
    const kept =
      known?.draft === draft &&
      known.from === from &&
      known.to === to &&
      known.listedByFar === listedByFar &&
      known.maybeByOther === maybeByOther &&
      known.outage === outage &&
      known.around === around
        ? known
        : {
            draft,
            from,
            to,
            listedByFar,
            maybeByOther,
            outage,
            around,
            link: judgedLink({ draft, near, to, listedByFar, maybeByOther, structural, entry, outage }),
          };
    judged.set(draft.id, kept);
    links.set(draft.id, kept.link);
  }
  memory.links = judged;
  return Object.fromEntries(links);
}

/** What others make of a link, as one text to compare; mostly nothing. */
function aroundOf(structural: LinkGround['structural'], { namedLabel, claimants }: LinkGround['entry']): string {
  if (structural.length === 0 && namedLabel === null && claimants.length === 0) return '';
  return JSON.stringify([structural, namedLabel, claimants]);
}

interface LinkGround {
  readonly draft: DraftLink;
  readonly near: Near;
  readonly to: DraftNode;
  readonly listedByFar: boolean | null;
  readonly maybeByOther: boolean;
  readonly structural: ReturnType<ReturnType<typeof structureRules>>;
  readonly entry: ReturnType<typeof entrySubject>;
  readonly outage: boolean;
}

function judgedLink({ draft, near, to, listedByFar, maybeByOther, structural, entry, outage }: LinkGround): Link {
  const { id, record, duplicate } = draft;
  const { label, observation } = near.node;
  if (!observation?.members) throw new Error(`Nothing was read of the members of ${label}, and yet it has a link.`);
  const { source, at } = observation.members;
  const requirement = to.kind === 'foreign' ? 'not-required' : reverseRequirement(record, to.product);
  const far = to.observation;
  const reverseEntry = reverseEntryFound({ record, far, nearNames: near.names, listedByFar, maybeByOther });
  const reverseTrust = judgeReverseTrust(reverseEntry, requirement);
  const judgements = judgeLink({
    record,
    source,
    fromLabel: label,
    toLabel: to.label,
    toKind: to.kind,
    from: observation,
    to: far,
    reverseTrust,
    reverseEntry,
    requirement,
    toItself: draft.from === draft.to,
    ...entry,
    duplicate,
    outage,
  });
  const { state, reasons } = summarize(asLastWord([...judgements, ...structural], observation, label));
  const { from } = draft;
  return { id, from, to: draft.to, role: record.role, reverseTrust, state, reasons, member: record, source, at };
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

function directoryOf(servers: readonly KnownServer[], observations: Observations, memory: BuildMemory): Directory {
  const of = servers.map(({ id, host, name }) => {
    const observation = lookUp(observations, id);
    return { id, host, name, claims: [...(observation?.addresses?.value ?? []), observation?.hostname?.value ?? ''] };
  });
  if (memory.directory === null || !sameData(memory.directory.of, of)) {
    memory.directory = { of, directory: createDirectory(servers, observations) };
  }
  return memory.directory.directory;
}

function serverPart(
  server: KnownServer,
  read: ServerObservation | undefined,
  directory: Directory,
  before: ServerPart | undefined,
): ServerPart {
  const sameGround = before !== undefined && before.directory === directory && sameData(before.server, server);
  if (sameGround && before.read === read) return before;
  const observation = read ?? neverObserved(server.id);
  const sameRecords =
    sameGround && sameItems(before.observation.members?.value.records ?? [], observation.members?.value.records ?? []);
  return {
    server,
    read,
    observation,
    directory,
    node: serverNode(server, observation, directory),
    links: sameRecords ? before.links : draftLinks(server, observation, directory),
  };
}

/**
 * The picture of a fleet: every server, every member that some server names, every link in its direction, each judged.
 * @param servers the inventory; its order does not matter to the result
 * @param observations what was read, by server id; a missing one counts as never observed
 * @param memory of the picture before, which only makes it quicker; this picture is remembered in it
 */
export function buildTopology(
  servers: readonly KnownServer[],
  observations: Observations,
  memory: BuildMemory = newBuildMemory(),
): Topology {
  const sorted = servers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const directory = directoryOf(sorted, observations, memory);
  const parts = sorted.map((server) =>
    serverPart(server, lookUp(observations, server.id), directory, memory.servers.get(server.id)),
  );
  memory.servers = new Map(parts.map((part) => [part.server.id, part]));
  const structure = structureOf(
    sorted.map(({ id }) => id),
    parts.map(({ links }) => links),
    memory.structure,
  );
  memory.structure = structure;
  const nodes = new Map<string, DraftNode>(parts.map(({ node }) => [node.id, node]));
  for (const node of structure.others) nodes.set(node.id, node);
  const namesOfServers = new Map(sorted.map((server) => [server.id, visibleText(inventoryName(server), 253)]));
  const contestsOf = contestsByServer(directory, namesOfServers);
  const outage = findOutage(parts.map(({ observation }) => observation)) !== null;
  return {
    nodes: judgeNodes(structure, { nodes, contestsOf, outage }, memory),
    links: judgeLinks(structure, nodes, outage, memory),
    clusters: structure.clusters,
  };
}

interface NodeGround {
  readonly nodes: ReadonlyMap<string, DraftNode>;
  readonly contestsOf: ReturnType<typeof contestsByServer>;
  readonly outage: boolean;
}

function judgeNodes(
  { clusters, clusterOf, situations }: Structure,
  { nodes, contestsOf, outage }: NodeGround,
  memory: BuildMemory,
): Readonly<Record<string, TopologyNode>> {
  const softwareOf = softwareByCluster(clusters, nodes);
  const software = softwareOf.map((names) => [...names].toSorted().join());
  const judged = new Map<string, JudgedNode>();
  const result = new Map<string, TopologyNode>();
  for (const draft of nodes.values()) {
    const cluster = clusterOf.get(draft.id) ?? null;
    const found = contestsOf.get(draft.id);
    const by = {
      draft,
      cluster,
      tier: draft.kind === 'foreign' ? 'nameserver' : tierOf(draft.product, situations.get(draft.id) ?? unlinked),
      outage,
      software: (cluster === null ? undefined : software[cluster]) ?? '',
      contests: found === undefined ? '' : JSON.stringify(found),
    } as const;
    const known = memory.nodes.get(draft.id);
    const kept =
      known?.draft === draft &&
      known.cluster === cluster &&
      known.tier === by.tier &&
      known.outage === outage &&
      known.software === by.software &&
      known.contests === by.contests
        ? known
        : {
            ...by,
            node: judgedNode(by, (cluster === null ? undefined : softwareOf[cluster]) ?? new Set(), found ?? []),
          };
    judged.set(draft.id, kept);
    result.set(draft.id, kept.node);
  }
  memory.nodes = judged;
  return Object.fromEntries(result);
}

function judgedNode(
  { draft, cluster, tier, outage }: Omit<JudgedNode, 'node'>,
  softwareInCluster: ReadonlySet<NameserverSoftware>,
  contests: readonly ContestedName[],
): TopologyNode {
  const { id, kind, label, addresses, product, server, observation, module } = draft;
  const hasMembers = (observation?.members?.value.records.length ?? 0) > 0;
  const { state, reasons } = summarize(
    judgeNode({ kind, label, tier, observation, softwareInCluster, hasMembers, contests, outage, module }),
  );
  // Written out: there may be many thousand of them.
  return { id, kind, label, addresses, product, tier, state, reasons, cluster, server, observation };
}
