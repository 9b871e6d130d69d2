import type { Link, State, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { nameserverWords, oddRoleWord, roleWord, trustWords } from '#shared/domain/words/roles.ts';

/** One entry of one server's DNS cluster list, with both its ends. */
export interface MemberRow {
  readonly link: Link;
  readonly server: string;
  readonly member: string;
  readonly role: string;
  readonly trust: string;
  /** Of the member: as the entry says, else as read from the member itself; null: unknown. */
  readonly nameserver: string | null;
  /** WHM shows a warning for a member on BIND where DNSSEC is wanted (`whm-protocol 3.3`, case 6). */
  readonly bind: boolean;
  /** Lower case, everything the filter looks at. */
  readonly haystack: string;
}

interface CachedRow {
  readonly from: TopologyNode | undefined;
  readonly to: TopologyNode | undefined;
  readonly row: MemberRow;
}

/** Records keep their identity across deltas, so only the rows that changed are made again. */
const cache = new WeakMap<Link, CachedRow>();

function makeRow(link: Link, from: TopologyNode | undefined, to: TopologyNode | undefined): MemberRow {
  const software = link.member.nameserver ?? to?.observation?.nameserver?.value ?? null;
  const server = from?.label ?? link.from;
  const member = to?.label ?? link.member.hostname ?? link.to;
  const role = oddRoleWord(link) ?? roleWord(link.role);
  const nameserver = software === null ? null : nameserverWords[software];
  const { address, hostname, user, module, statusText, version } = link.member;
  return {
    link,
    server,
    member,
    role,
    trust: trustWords[link.reverseTrust],
    nameserver,
    bind: software === 'bind',
    haystack: [server, member, hostname, address, user, module, statusText, version, nameserver, role, link.state]
      .filter((part) => part !== null)
      .join('\n')
      .toLowerCase(),
  };
}

/** @returns one row per link, in the order of the topology */
export function memberRows(topology: Topology): readonly MemberRow[] {
  return Object.values(topology.links).map((link) => {
    const from = topology.nodes[link.from];
    const to = topology.nodes[link.to];
    const known = cache.get(link);
    if (known && known.from === from && known.to === to) return known.row;
    const row = makeRow(link, from, to);
    cache.set(link, { from, to, row });
    return row;
  });
}

/**
 * @param text words that must all occur, in any order; empty: no condition
 * @param states states that are shown; empty: all
 */
export function filterRows(rows: readonly MemberRow[], text: string, states: ReadonlySet<State>): readonly MemberRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && states.size === 0) return rows;
  return rows.filter(
    (row) => (states.size === 0 || states.has(row.link.state)) && words.every((word) => row.haystack.includes(word)),
  );
}

export function countByState(rows: readonly MemberRow[]): ReadonlyMap<State, number> {
  const counts = new Map<State, number>();
  for (const { link } of rows) counts.set(link.state, (counts.get(link.state) ?? 0) + 1);
  return counts;
}
