import { lookUp } from '#shared/domain/table.ts';
import { compareLinks, compareNaturally } from '#shared/domain/text/natural.ts';
import type { Channel, ServerObservation, StrayFile } from '#shared/domain/topology/observation.ts';
import { answeredAt, neverObserved } from '#shared/domain/topology/observed.ts';
import type { Link, State, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { reasonWords } from '#shared/domain/trust/judgement.ts';
import type { InventoryServer } from '#shared/schema/inventory/index.ts';
import { askServers, openFleetSession } from './fleet-session.ts';
import type { CommandIo, ExitStatus } from './io.ts';
import type { CommonOptions, FailOn } from './options.ts';
import { linkName } from './names.ts';
import { isoMoment, noteOutage } from './fresh.ts';
import { hasProblem, statusOf, tintOf } from './problems.ts';
import { formatTable, tinted, type Cell } from './table.ts';

const shownChannels = ['api', 'peer', 'pages', 'command', 'ssh'] as const satisfies readonly Channel[];
type ShownChannel = (typeof shownChannels)[number];

/** One member as `status --json` shows it. */
interface MemberStatus {
  readonly host: string;
  readonly hostname: string | null;
  readonly user: string | null;
  readonly module: string | null;
  readonly role: string | null;
  /** There only where something else than a role stands in its place. */
  readonly roleText?: string;
  readonly state: State;
  readonly version: string | null;
  readonly nameserver: string | null;
  readonly source: string;
}

/** One server as `status --json` shows it; null is 'unknown'. */
export interface ServerStatus {
  readonly id: string;
  readonly host: string;
  readonly product: string;
  readonly version: string | null;
  readonly nameserver: string | null;
  readonly reachable: boolean;
  readonly error?: { readonly code: string; readonly message: string };
  readonly channels: Readonly<Record<ShownChannel, boolean | null>>;
  /** Why a channel does not serve, by channel. */
  readonly channelReasons: Readonly<Partial<Record<ShownChannel, string>>>;
  readonly clustering: {
    readonly enabled: boolean;
    readonly threshold: number | null;
    readonly notify: boolean | null;
  } | null;
  readonly members: readonly MemberStatus[] | null;
  /** There only when true: the channel sees but the members that receive zones. */
  readonly membersPartial?: true;
  /** There only when true: the server names more members than are shown. */
  readonly membersCut?: true;
  /** Files without a member, where there are any. */
  readonly strays?: readonly StrayFile[];
  /** When the server itself last answered, ISO 8601, UTC: an attempt that failed is none. */
  readonly observedAt: string | null;
}

function memberStatus(link: Link): MemberStatus {
  const { address, hostname, user, module, role, roleText, version, nameserver } = link.member;
  const odd = roleText === null ? {} : { roleText };
  return {
    host: address,
    hostname,
    user,
    module,
    role,
    ...odd,
    state: link.state,
    version,
    nameserver,
    source: link.source,
  };
}

/** What `status` says of one server. */
export function serverStatus(server: InventoryServer, topology: Topology): ServerStatus {
  const node: TopologyNode | undefined = lookUp(topology.nodes, server.id);
  const observation: ServerObservation = node?.observation ?? neverObserved(server.id);
  const { contact, channels } = observation;
  const heard = answeredAt(observation);
  const links = Object.values(topology.links)
    .filter((link) => link.from === server.id)
    .toSorted(compareLinks);
  const partial = observation.members?.value.partial === true;
  const strays = observation.members?.value.strays ?? [];
  const reasons = shownChannels.flatMap((channel) => {
    const { reason } = channels[channel];
    return reason === null ? [] : [[channel, reason] as const];
  });
  return {
    id: server.id,
    host: server.host,
    product: node?.product ?? 'unknown',
    version: observation.version?.value ?? null,
    nameserver: observation.nameserver?.value ?? null,
    reachable: contact.state === 'reachable',
    ...(contact.failure ? { error: { ...contact.failure } } : {}),
    channels: Object.fromEntries(shownChannels.map((channel) => [channel, channels[channel].available])) as Record<
      ShownChannel,
      boolean | null
    >,
    channelReasons: Object.fromEntries(reasons),
    clustering: observation.clustering ? { ...observation.clustering.value } : null,
    // An empty list of a channel that sees only some is 'unknown', not 'none'.
    members: observation.members === null || (partial && links.length === 0) ? null : links.map(memberStatus),
    ...(partial ? { membersPartial: true } : {}),
    ...(observation.members?.value.cut === true ? { membersCut: true } : {}),
    ...(strays.length > 0 ? { strays } : {}),
    observedAt: heard === null ? null : isoMoment(heard),
  };
}

function clusteringWord(status: ServerStatus): string {
  if (status.clustering === null) return 'unknown';
  return status.clustering.enabled ? 'on' : 'off';
}

function memberCount({ members, membersPartial }: ServerStatus): string {
  if (members === null) return 'unknown';
  return `${members.length}${membersPartial === true ? ' or more' : ''}`;
}

function row(status: ServerStatus, node: TopologyNode | undefined): readonly Cell[] {
  const usable = shownChannels.filter((channel) => status.channels[channel] === true);
  const state = node?.state ?? 'unknown';
  return [
    { text: status.id },
    { text: node?.label ?? status.host },
    { text: status.product },
    { text: status.version ?? 'unknown' },
    { text: status.nameserver ?? 'unknown' },
    { text: usable.length > 0 ? usable.join(',') : 'none known', tint: usable.length > 0 ? 'plain' : 'dim' },
    { text: clusteringWord(status) },
    { text: memberCount(status) },
    { text: state, tint: tintOf(state) },
  ];
}

const headings = [
  'SERVER',
  'HOST NAME',
  'PRODUCT',
  'VERSION',
  'NAMESERVER',
  'CHANNELS',
  'CLUSTERING',
  'MEMBERS',
  'STATE',
];

function tableText(all: readonly ServerStatus[], topology: Topology, colours: boolean): string {
  const statuses = all.toSorted((a, b) => compareNaturally(a.id, b.id));
  const table = formatTable(
    headings,
    statuses.map((status) => row(status, lookUp(topology.nodes, status.id))),
    colours,
  );
  const lines = statuses.flatMap(({ id }) => {
    const node = lookUp(topology.nodes, id);
    const links = Object.values(topology.links)
      .filter((link) => link.from === id)
      .toSorted(compareLinks);
    return [
      ...(node ? [{ name: id, judged: node }] : []),
      ...links.map((link) => ({ name: linkName(link, topology), judged: link })),
    ]
      .filter(({ judged }) => judged.state !== 'ok')
      .flatMap(({ name, judged }) =>
        judged.reasons.map(
          (reason) => `${tinted(name, tintOf(judged.state), colours)}  ${reasonWords(reason, isoMoment)}`,
        ),
      );
  });
  return lines.length === 0 ? table : `${table}\n${lines.join('\n')}\n`;
}

/**
 * `nameward status`: asks every chosen server, and those its members name, so that the members' states are known.
 * @returns the exit status of docs/command-line-reference.md
 */
export async function runStatus(
  options: CommonOptions & { readonly failOn: FailOn },
  io: CommandIo,
): Promise<ExitStatus> {
  const session = await openFleetSession(options, io);
  try {
    const chosen = new Set(session.chosen.map((server) => server.id));
    await askServers(session, [...chosen], io);
    const neighbours = new Set(
      Object.values(session.topology().links)
        .filter((link) => chosen.has(link.from) && !chosen.has(link.to))
        .map((link) => link.to)
        .filter((id) => session.servers.some((server) => server.id === id)),
    );
    if (neighbours.size > 0) await askServers(session, [...neighbours], io);
    const topology = session.topology();
    const statuses = session.chosen.map((server) => serverStatus(server, topology));
    noteOutage(io, topology, chosen);
    io.write(
      options.json === true
        ? `${JSON.stringify({ servers: statuses }, null, 2)}\n`
        : tableText(statuses, topology, io.colours && options.color),
    );
    const states = [
      ...statuses.map(({ id }) => lookUp(topology.nodes, id)?.state ?? 'unknown'),
      ...statuses.flatMap(({ members }) => (members ?? []).map((member) => member.state)),
    ];
    return statusOf(
      statuses.some((status) => !status.reachable),
      hasProblem(states, options.failOn),
    );
  } finally {
    await session.close();
  }
}
