import { lookUp } from '#shared/domain/table.ts';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { MemberRecord, Role, ServerId } from '#shared/domain/topology/observation.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import type { PlanSituation } from '#shared/domain/plan/situation.ts';
import type { Expansion } from './intention.ts';

/** What several intentions are expanded by. */

/** What an intention comes to, where it can be carried out. */
export function expansion(changes: readonly Change[], warnings: readonly string[] = []): Expansion {
  return { changes, warnings, impossible: null };
}
/** @param message why it cannot be carried out at all, a sentence */
export function impossible(message: string): Expansion {
  return { changes: [], warnings: [], impossible: message };
}

export function linkBetween({ topology }: PlanSituation, from: ServerId, to: ServerId): Link | undefined {
  return topology.links[`${from}>${to}`];
}

/** In one order, whoever asks: what the page and main make of the same links is the same plan. */
export function linksOf({ links }: PlanSituation['topology']): readonly Link[] {
  return Object.values(links).toSorted((a, b) => compareNaturally(a.id, b.id) || (a.id < b.id ? -1 : 1));
}

export function sends(link: Link): boolean {
  return link.role !== null && link.role !== 'standalone';
}

/** An entry of `server` for `target`, with a token made there; null: its address is not known. */
export function entry(
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
export function ensureEntry(
  situation: PlanSituation,
  server: ServerId,
  target: ServerId,
  role: Role,
): readonly Change[] {
  const link = linkBetween(situation, server, target);
  if (!link) return [entry(situation, server, target, role)].filter((change) => change !== null);
  return link.role === role ? [] : [{ kind: 'role', server, as: 'root', address: link.member.address, role }];
}

/** The entry back, where the far side needs one and has none (`whm-protocol 3.3`, case 7). */
export function ensureReverse(
  situation: PlanSituation,
  server: ServerId,
  target: ServerId,
  role: Role,
): readonly Change[] {
  const needed = role !== 'write-only' && situation.names.product(target) !== 'dnsonly';
  return needed && !linkBetween(situation, target, server) ? ensureEntry(situation, target, server, 'standalone') : [];
}

export function synchronizeAll(server: ServerId): Change {
  return { kind: 'synchronize', server, scope: { zones: 'all', where: 'everywhere', full: false } };
}

export function linksTo({ topology }: PlanSituation, target: ServerId): readonly Link[] {
  return linksOf(topology).filter((link) => link.to === target && link.from !== target);
}

export function nameserverWarnings(
  { topology, names }: PlanSituation,
  nameserver: ServerId,
  role: Role,
): readonly string[] {
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

/** The entry of a link, deleted with the token that was made for it. */
export function removal({ from, member }: Link): Change {
  return { kind: 'member.remove', server: from, as: 'root', address: member.address, revoke: true };
}

/** What is inherited stands in another user's list, and an entry of no server of ours cannot be deleted from here. */
export function deletable({ topology }: PlanSituation): (link: Link) => boolean {
  return (link) => !link.member.inherited && topology.nodes[link.from]?.kind === 'server';
}

/** The links of these ids that are there. */
export function listed(ids: readonly string[], { topology }: PlanSituation): readonly Link[] {
  return ids.flatMap((id) => lookUp(topology.links, id) ?? []);
}

/** Both ends of each link, by its id: `FROM>TO`, with `#ADDRESS` behind it for a second entry of one server. */
export function endsNamed(ids: readonly string[]): readonly ServerId[] {
  return ids.flatMap((id) => (id.split('#', 1)[0] ?? '').split('>'));
}

/** Both ends of those links that are there. */
export function endsOf(ids: readonly string[], links: Topology['links']): readonly ServerId[] {
  return ids.flatMap((id) => {
    const link = lookUp(links, id);
    return link ? [link.from, link.to] : [];
  });
}

/** The servers that have the entries of these links. */
export function ownersOf(ids: readonly string[], links: Topology['links']): readonly ServerId[] {
  return [...new Set(ids.flatMap((id) => links[id]?.from ?? []))];
}

/** The servers that have an entry for this one. */
export function ownersTo(target: ServerId, links: Topology['links']): readonly ServerId[] {
  return Object.values(links)
    .filter((link) => link.to === target)
    .map((link) => link.from);
}

export function linkTitle(link: string, names: PlanNames): string {
  const [from = '', to = ''] = link.split('>');
  return `${names.server(from)} and ${names.server(to)}`;
}

export function synchronizedWords(synchronize: boolean): string {
  return synchronize ? ' and synchronize all zones' : '';
}
