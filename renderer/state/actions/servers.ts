import { IconFileText, IconPlayerPlay, IconRefresh, IconSettings } from '@tabler/icons-react';
import { mostTailed } from '#shared/contract/flows.ts';
import { refusal, type Refusal, type RefusalSubject } from '#shared/domain/refusals/refusal.ts';
import { askingRefusal, logsRefusal, tokenRefusal } from '#shared/domain/refusals/server.ts';
import { linksAt } from '#shared/domain/topology/links-at.ts';
import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { enableMembers } from '#renderer/state/wishes.ts';
import { openDialog, refresh, tailLogs } from '#renderer/state/workspace.ts';
import type { Action } from './action.ts';

/** Several servers that stand together: a group of the map, or a cluster. */
export interface ServersSubject {
  readonly of: RefusalSubject;
  readonly servers: readonly TopologyNode[];
  readonly topology: Topology;
}

const idsOf = ({ servers }: ServersSubject): readonly string[] => servers.map(({ id }) => id);

/** What speaks against the first, where it speaks against every one. */
function ofAll({ of, servers }: ServersSubject, rule: (node: TopologyNode) => Refusal | null): Refusal | null {
  const refusals = servers.map(rule);
  if (refusals.length === 0) return refusal('choice.empty', of, 'None of its members is a server here.');
  return refusals.includes(null) ? null : (refusals[0] ?? null);
}

/** Entries at these servers whose member WHM has disabled. */
function disabledOf(subject: ServersSubject): readonly string[] {
  const links = subject.servers.flatMap(({ id }) => linksAt(subject.topology, id));
  return [...new Set(links.flatMap((link) => (link.member.disabled === true ? [link.id] : [])))];
}

/** What can be done with all of them at once. */
export const serversActions: readonly Action<ServersSubject>[] = [
  {
    id: 'ask-all',
    title: 'Ask all now',
    icon: IconRefresh,
    apart: true,
    refusal: (subject) => ofAll(subject, (node) => askingRefusal(subject.topology, node)),
    run: (subject) => void refresh(idsOf(subject)),
  },
  {
    id: 'tail-logs',
    title: 'Tail their logs',
    icon: IconFileText,
    refusal: (subject) =>
      subject.servers.length > mostTailed
        ? refusal('choice.too-many', subject.of, `At most ${mostTailed} logs are read at once.`)
        : subject.servers.length === 0
          ? ofAll(subject, () => null)
          : logsRefusal(subject.topology, idsOf(subject)),
    run: (subject) => tailLogs(idsOf(subject)),
  },
  {
    id: 'enable-members',
    title: 'Enable disabled members',
    icon: IconPlayerPlay,
    suits: (subject) => disabledOf(subject).length > 0,
    refusal: (subject) => ofAll(subject, ({ id }) => tokenRefusal(subject.topology, id)),
    run: (subject) => enableMembers(disabledOf(subject)),
  },
  {
    id: 'cluster-options',
    title: 'Options of all',
    icon: IconSettings,
    refusal: (subject) => ofAll(subject, ({ id }) => tokenRefusal(subject.topology, id)),
    run: (subject) => openDialog({ kind: 'cluster-options', servers: idsOf(subject) }),
  },
];
