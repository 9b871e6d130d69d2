import { lookUp } from '#shared/domain/table.ts';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { MemberRecord, Role, ServerId } from '#shared/domain/topology/observation.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { Change, Intention } from './change.ts';
import type { PlanSituation } from './situation.ts';

/** What an intention comes to in the fleet as it is. */
export interface Expansion {
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
  /** Why it cannot be done at all, a sentence. */
  readonly impossible: string | null;
}

const expansion = (changes: readonly Change[], warnings: readonly string[] = []): Expansion => ({
  changes,
  warnings,
  impossible: null,
});
type Of<Kind extends Intention['kind']> = Extract<Intention, { readonly kind: Kind }>;

const impossible = (message: string): Expansion => ({ changes: [], warnings: [], impossible: message });

function linkBetween({ topology }: PlanSituation, from: ServerId, to: ServerId): Link | undefined {
  return topology.links[`${from}>${to}`];
}

/** In one order, whoever asks: what the page and main make of the same links is the same plan. */
function linksOf({ links }: PlanSituation['topology']): readonly Link[] {
  return Object.values(links).toSorted((a, b) => compareNaturally(a.id, b.id) || (a.id < b.id ? -1 : 1));
}

function sends(link: Link): boolean {
  return link.role !== null && link.role !== 'standalone';
}

/** An entry of `server` for `target`, with a token made there; null: its address is not known. */
function entry(
  { names }: PlanSituation,
  server: ServerId,
  target: ServerId,
  role: Role,
  like?: MemberRecord,
): Change | null {
  const address = names.addressOf(target);
  if (address === null) return null;
  return {
    kind: 'member.add',
    server,
    as: 'root',
    member: {
      address,
      host: names.hostOf(target),
      user: 'root',
      module: 'cPanel',
      role,
      debug: like?.debug ?? false,
      // Entries are made both ways here, also where the member cannot be reached from the server: behind NAT, say.
      contact: 'none',
      nsConfig: null,
      token: { from: 'made', on: target },
    },
  };
}

/** The entry made, or its role set where there is one already. */
function ensureEntry(situation: PlanSituation, server: ServerId, target: ServerId, role: Role): readonly Change[] {
  const link = linkBetween(situation, server, target);
  if (!link) return [entry(situation, server, target, role)].filter((change) => change !== null);
  return link.role === role ? [] : [{ kind: 'role', server, as: 'root', address: link.member.address, role }];
}

/** The entry back, where the far side needs one and has none (`whm-protocol 3.3`, case 7). */
function ensureReverse(situation: PlanSituation, server: ServerId, target: ServerId, role: Role): readonly Change[] {
  const needed = role !== 'write-only' && situation.names.product(target) !== 'dnsonly';
  return needed && !linkBetween(situation, target, server) ? ensureEntry(situation, target, server, 'standalone') : [];
}

function synchronizeAll(server: ServerId): Change {
  return { kind: 'synchronize', server, scope: { zones: 'all', where: 'everywhere', full: false } };
}

function linksTo({ topology }: PlanSituation, target: ServerId): readonly Link[] {
  return linksOf(topology).filter((link) => link.to === target && link.from !== target);
}

function nameserverWarnings({ topology, names }: PlanSituation, nameserver: ServerId, role: Role): readonly string[] {
  const node = lookUp(topology.nodes, nameserver);
  const label = names.server(nameserver);
  return [
    ...(node?.product === 'cpanel'
      ? [
          `${label} is a cPanel & WHM server: the guide advises DNSOnly servers as nameservers, and no links between cPanel & WHM servers.`,
        ]
      : []),
    ...(node?.observation?.nameserver?.value === 'bind'
      ? [`${label} runs BIND: domains with DNSSEC need PowerDNS on every member of the cluster.`]
      : []),
    ...(role === 'write-only'
      ? [`Write-only does not look at what ${label} has: a zone that two servers write is overwritten by turns.`]
      : []),
  ];
}

function setUpTrust(
  { a, b, roleAtA, roleAtB }: Extract<Intention, { kind: 'trust.set-up' }>,
  situation: PlanSituation,
): Expansion {
  const { names } = situation;
  if (a === b) return impossible(`${names.server(a)} cannot trust itself: that would be a cyclic trust relationship.`);
  const warnings = [a, b]
    .filter((id) => names.product(id) === 'dnsonly')
    .filter((id) => (id === a ? roleAtA : roleAtB) !== 'standalone')
    .map((id) => `${names.server(id)} is a DNSOnly server: it should not send zones to a cPanel & WHM server.`);
  return expansion([...ensureEntry(situation, b, a, roleAtB), ...ensureEntry(situation, a, b, roleAtA)], warnings);
}

function mendTrust(link: Link, situation: PlanSituation): Expansion {
  if (lookUp(situation.topology.nodes, link.to)?.kind !== 'server') {
    return impossible(
      `${situation.names.member(link.member.address)} is not among the servers here, so no entry can be made on it.`,
    );
  }
  return expansion(ensureEntry(situation, link.to, link.from, 'standalone'));
}

function addNameserver(intention: Extract<Intention, { kind: 'nameserver.add' }>, situation: PlanSituation): Expansion {
  const { nameserver, to, role, synchronize } = intention;
  const servers = to.filter((id) => id !== nameserver);
  return expansion(
    [
      ...servers.flatMap((server) => [
        ...ensureReverse(situation, server, nameserver, role),
        ...ensureEntry(situation, server, nameserver, role),
      ]),
      ...(synchronize ? servers.map(synchronizeAll) : []),
    ],
    nameserverWarnings(situation, nameserver, role),
  );
}

/** The guide: delete the old member first, since two of one host name are not allowed (`whm-protocol 8`). */
function replaceNameserver(
  { old, next }: Extract<Intention, { kind: 'nameserver.replace' }>,
  situation: PlanSituation,
): Expansion {
  const links = linksTo(situation, old).filter((link) => link.from !== next);
  const isDeletable = deletable(situation);
  const changes = links.flatMap((link): readonly (Change | null)[] => {
    const role = link.role ?? 'standalone';
    // What the old one has for the server would trust it one way from then on.
    const back = [linkBetween(situation, old, link.from)].filter((each) => each !== undefined).filter(isDeletable);
    return [
      removal(link),
      ...back.map(removal),
      ...(linkBetween(situation, link.from, next) ? [] : [entry(situation, link.from, next, role, link.member)]),
      ...ensureReverse(situation, link.from, next, role),
    ];
  });
  const senders = links.filter(sends).map((link) => synchronizeAll(link.from));
  return expansion(
    [...changes.filter((change) => change !== null), ...senders],
    nameserverWarnings(situation, next, links.some((link) => link.role === 'write-only') ? 'write-only' : 'sync'),
  );
}

function makeDirect(intermediary: ServerId, situation: PlanSituation): Expansion {
  const targets = linksOf(situation.topology).filter((link) => link.from === intermediary && sends(link));
  const senders = linksTo(situation, intermediary).filter(sends);
  const changes = senders.flatMap((sender) =>
    targets
      .filter((target) => target.to !== sender.from && lookUp(situation.topology.nodes, target.to)?.kind === 'server')
      .filter((target) => !linkBetween(situation, sender.from, target.to))
      .flatMap((target) => [
        ...ensureReverse(situation, sender.from, target.to, target.role ?? 'sync'),
        ...ensureEntry(situation, sender.from, target.to, target.role ?? 'sync'),
      ]),
  );
  const label = situation.names.server(intermediary);
  return expansion(changes, [`The links of ${label} stay; remove them once the direct ones have proved themselves.`]);
}

/** The entry of a link, deleted with the token that was made for it. */
function removal({ from, member }: Link): Change {
  return { kind: 'member.remove', server: from, as: 'root', address: member.address, revoke: true };
}

/** What is inherited stands in another user's list, and an entry of no server of ours cannot be deleted from here. */
function deletable({ topology }: PlanSituation): (link: Link) => boolean {
  return (link) => !link.member.inherited && topology.nodes[link.from]?.kind === 'server';
}

/** Entries of the server itself, to whomever. */
function linksFrom({ topology }: PlanSituation, server: ServerId): readonly Link[] {
  return linksOf(topology).filter((link) => link.from === server);
}

/**
 * The guide (`whm-protocol 8`): clustering off on the server that goes, then its entry deleted on every remaining one. Its own entries would
 * stay behind, send nothing and look like trouble: they go last.
 */
function leave({ server, entries = true }: Of<'server.leave'>, situation: PlanSituation): Expansion {
  const isDeletable = deletable(situation);
  const own = linksFrom(situation, server).filter(isDeletable);
  const label = situation.names.server(server);
  const unread = lookUp(situation.topology.nodes, server)?.observation?.members ?? null;
  return expansion(
    [
      { kind: 'clustering', server, enabled: false },
      ...linksTo(situation, server).filter(isDeletable).map(removal),
      ...(entries ? own.map(removal) : []),
    ],
    [
      ...(!entries && own.length > 0
        ? [
            `${label} keeps ${own.length === 1 ? 'an entry' : `${own.length} entries`} that nothing is sent to: the map goes on to say so.`,
          ]
        : []),
      ...(unread === null || unread.value.partial
        ? [`The members of ${label} are not all known, so entries of its own may stay behind.`]
        : []),
    ],
  );
}

/** The entries, and where wanted those that lead back: one that is left alone trusts one way. */
function removeMembers(
  { back = true }: Of<'members.remove'>,
  links: readonly Link[],
  situation: PlanSituation,
): Expansion {
  const isDeletable = deletable(situation);
  const reverse = back ? links.flatMap((link) => linkBetween(situation, link.to, link.from) ?? []) : [];
  const all = new Map([...links, ...reverse].filter(isDeletable).map((link) => [link.id, link]));
  return expansion([...all.values()].map(removal));
}

function enableMembers(links: readonly Link[], synchronize: boolean): Expansion {
  const enabled = links
    .filter((link) => link.member.disabled !== false)
    .map((link): Change => ({ kind: 'member.enable', server: link.from, as: 'root', address: link.member.address }));
  const servers = [...new Set(links.map((link) => link.from))];
  return expansion([...enabled, ...(synchronize ? servers.map(synchronizeAll) : [])]);
}

/** Makes changes of an intention; the order is the plan's affair. */
export function expandIntention(intention: Intention, situation: PlanSituation): Expansion {
  const linkOf = (id: string): Link | undefined => lookUp(situation.topology.links, id);
  const listed = (ids: readonly string[]): readonly Link[] => ids.map(linkOf).filter((link) => link !== undefined);
  switch (intention.kind) {
    case 'trust.set-up':
      return setUpTrust(intention, situation);
    case 'trust.mend': {
      const link = linkOf(intention.link);
      return link ? mendTrust(link, situation) : impossible('That link is no longer there.');
    }
    case 'nameserver.add':
      return addNameserver(intention, situation);
    case 'nameserver.replace':
      return replaceNameserver(intention, situation);
    case 'links.direct':
      return makeDirect(intention.intermediary, situation);
    case 'server.leave':
      return leave(intention, situation);
    case 'roles.switch':
      return expansion(
        listed(intention.links)
          .filter((link) => link.role !== intention.role)
          .map(({ from, member }) => ({
            kind: 'role',
            server: from,
            as: 'root',
            address: member.address,
            role: intention.role,
          })),
      );
    case 'members.remove':
      return removeMembers(intention, listed(intention.links), situation);
    case 'members.enable':
      return enableMembers(listed(intention.links), intention.synchronize);
  }
}
