import type { Change, Intention } from '#shared/domain/plan/change.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import type { Pending } from '#shared/domain/plan/pending.ts';
import { intentionWords, serversOf } from './intention-words.ts';

/** One line of the pending list. */
export interface PendingItem {
  readonly item: Change | Intention;
  /** The whole sentence. */
  readonly words: string;
  /** The sentence below the name of its server. */
  readonly short: string;
}

export interface PendingGroup {
  /** Id of the server; null: what concerns several. */
  readonly server: string | null;
  readonly title: string;
  readonly items: readonly PendingItem[];
}

/**
 * The pending changes by server, those of one in the order in which they came; what concerns several servers stands
 * first.
 * @param filter words that must all occur in the sentence or the server's name; empty: everything
 */
export function groupPending(
  { changes, intentions }: Pending,
  names: PlanNames,
  topology: Topology,
  filter: string,
): readonly PendingGroup[] {
  const groups = new Map<string | null, PendingItem[]>();
  const add = (server: string | null, item: PendingItem): void => {
    const list = groups.get(server);
    if (list) list.push(item);
    else groups.set(server, [item]);
  };
  const intended = intentions.map((item) => {
    const servers = serversOf(item, topology);
    return { server: servers.length === 1 ? (servers[0] ?? null) : null, item };
  });
  const several = intended.filter(({ server }) => server === null);
  const single = intended.filter(({ server }) => server !== null);
  for (const { server, item } of [...several, ...single]) {
    const words = intentionWords(item, names, topology);
    add(server, { item, words, short: words });
  }
  for (const change of changes) {
    const words = kindOf(change).words(change, names).does;
    add(change.server, { item: change, words, short: words.replace(` on ${names.server(change.server)}`, '') });
  }
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const titled = [...groups].map(([server, items]) => ({
    server,
    title: server === null ? 'Several servers' : names.server(server),
    items,
  }));
  const sorted = titled.toSorted(
    (a, b) => Number(a.server !== null) - Number(b.server !== null) || compareNaturally(a.title, b.title),
  );
  return sorted.flatMap(({ server, title, items }): PendingGroup[] => {
    const shown = items.filter((item) => {
      const haystack = `${title} ${item.words}`.toLowerCase();
      return words.every((word) => haystack.includes(word));
    });
    return shown.length === 0 ? [] : [{ server, title, items: shown }];
  });
}
