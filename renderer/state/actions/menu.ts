import type { Topology } from '#shared/domain/topology/topology.ts';
import { clusterNames } from '#shared/domain/topology/cluster-names.ts';
import { counted } from '#shared/domain/words/counted.ts';
import type { MenuSubject } from '#renderer/state/context-menu.ts';
import { offersOf, type Offer } from './action.ts';
import { clusterActions, clusterSubject } from './cluster.ts';
import { groupActions } from './group.ts';
import { linkActions } from './link.ts';
import { linksActions } from './links.ts';
import { logLineActions } from './log-line.ts';
import { serverActions } from './server.ts';
import { windowActions } from './window.ts';

/** A menu as it is shown. */
export interface MenuOffers {
  /** What it is about. */
  readonly title: string;
  readonly offers: readonly Offer[];
}

/** Of the window's actions those for which somebody looks at an empty place. */
const ofEmptyPlaces: ReadonlySet<string> = new Set([
  'add-server',
  'add-member',
  'add-nameserver',
  'set-up-trust',
  'enable-members',
  'matrix',
  'problems',
  'refresh',
  'palette',
  'keys',
]);

/** @returns the menu of a subject; null: it is not in the fleet any more */
export function menuOf(subject: MenuSubject, topology: Topology): MenuOffers | null {
  const label = (id: string): string => topology.nodes[id]?.label ?? id;
  switch (subject.kind) {
    case 'server': {
      const node = topology.nodes[subject.id];
      return node ? { title: node.label, offers: offersOf(serverActions, { node, topology }) } : null;
    }
    case 'link': {
      const link = topology.links[subject.id];
      return link
        ? { title: `${label(link.from)} \u2192 ${label(link.to)}`, offers: offersOf(linkActions, { link, topology }) }
        : null;
    }
    case 'links': {
      const links = subject.ids.flatMap((id) => topology.links[id] ?? []);
      return { title: counted(links.length, 'link'), offers: offersOf(linksActions, { links, topology }) };
    }
    case 'group': {
      const servers = subject.servers.flatMap((id) => topology.nodes[id] ?? []);
      const { id, open, toggle } = subject;
      const offers = offersOf(groupActions, { of: { kind: 'group', id }, servers, topology, open, toggle });
      return { title: counted(servers.length, 'server'), offers };
    }
    case 'cluster': {
      const cluster = clusterSubject(topology, subject.anchor);
      const index = topology.nodes[subject.anchor]?.cluster ?? null;
      if (cluster === null || index === null) return null;
      return { title: clusterNames(topology)[index] ?? '', offers: offersOf(clusterActions, cluster) };
    }
    case 'log-line':
      return { title: `A line of ${label(subject.line.server)}`, offers: offersOf(logLineActions, subject) };
    case 'window': {
      const actions = windowActions.filter(({ id }) => ofEmptyPlaces.has(id));
      return { title: 'Nameward', offers: offersOf(actions, null) };
    }
  }
}
