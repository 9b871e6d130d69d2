import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { actions, shownKeys } from '#renderer/state/actions.ts';
import { entryRefusal, isOneWay, mendingRefusal } from '#shared/domain/refusals/link.ts';
import { enableMembers, leaveCluster, makeLinksDirect, mendTrust, removeMembers } from '#renderer/state/wishes.ts';
import { editRole, inspect, openDialog, refresh, retryServer, showOnMap, tailLogs } from '#renderer/state/workspace.ts';

/** One line of the palette. */
export interface Command {
  readonly id: string;
  readonly group: 'Actions' | 'Servers' | 'Links';
  readonly title: string;
  /** Keys or state, beside the title. */
  readonly hint: string;
  readonly run: () => void;
}

/** More lines than these nobody reads: type on. */
export const shownAtMost = 60;

/** @param platform for the names of the keys */
export function windowCommands(platform: string): readonly Command[] {
  return actions
    .filter(({ id }) => id !== 'palette')
    .map(({ id, title, keys, run }) => ({
      id,
      group: 'Actions',
      title,
      hint: keys === undefined ? '' : shownKeys(keys, platform),
      run,
    }));
}

/** What can be done with every server, member and link. */
export function fleetCommands(topology: Topology): readonly Command[] {
  const label = (id: string): string => topology.nodes[id]?.label ?? id;
  const nodes = Object.values(topology.nodes).toSorted((a, b) => compareNaturally(a.label, b.label));
  const rank = new Map(nodes.map((node, index) => [node.id, index]));
  const rankOf = (id: string): number => rank.get(id) ?? -1;
  const links = Object.values(topology.links).toSorted(
    (a, b) => rankOf(a.from) - rankOf(b.from) || rankOf(a.to) - rankOf(b.to),
  );
  const ofNodes = nodes.flatMap(({ id, label: name, server, cluster, state, observation }): Command[] => [
    { id: `node ${id}`, group: 'Servers', title: name, hint: state, run: () => inspect({ kind: 'node', id }) },
    {
      id: `map ${id}`,
      group: 'Servers',
      title: `Show ${name} on the map`,
      hint: '',
      run: () => showOnMap({ kind: 'node', id }),
    },
    ...(server === null
      ? []
      : [
          {
            id: `log ${id}`,
            group: 'Servers' as const,
            title: `Tail the log of ${name}`,
            hint: '',
            run: () => tailLogs([id]),
          },
          {
            id: `ask ${id}`,
            group: 'Servers' as const,
            title: `Ask ${name} now`,
            hint: '',
            run: () => void refresh([id]),
          },
          {
            id: `options ${id}`,
            group: 'Servers' as const,
            title: `Options of ${name}`,
            hint: '',
            run: () => openDialog({ kind: 'cluster-options', servers: [id] }),
          },
          {
            id: `member ${id}`,
            group: 'Servers' as const,
            title: `Add a member to ${name}`,
            hint: '',
            run: () => openDialog({ kind: 'add-member', server: id }),
          },
          {
            id: `managing-as ${id}`,
            group: 'Servers' as const,
            title: `Managing ${name} as a reseller`,
            hint: '',
            run: () => openDialog({ kind: 'managing-as', server: id, as: null }),
          },
          {
            id: `synchronize ${id}`,
            group: 'Servers' as const,
            title: `Synchronize zones of ${name}`,
            hint: '',
            run: () => openDialog({ kind: 'synchronize', server: id }),
          },
          ...(cluster === null
            ? []
            : [
                {
                  id: `leave ${id}`,
                  group: 'Servers' as const,
                  title: `Take ${name} out of its cluster`,
                  hint: '',
                  run: () => leaveCluster(id),
                },
              ]),
          {
            id: `direct ${id}`,
            group: 'Servers' as const,
            title: `Make the links through ${name} direct`,
            hint: '',
            run: () => makeLinksDirect(id),
          },
          {
            id: `edit ${id}`,
            group: 'Servers' as const,
            title: `Edit server ${name}`,
            hint: '',
            run: () => openDialog({ kind: 'edit-server', server: id }),
          },
          {
            id: `remove ${id}`,
            group: 'Servers' as const,
            title: `Remove server ${name}`,
            hint: '',
            run: () => openDialog({ kind: 'remove-server', server: id }),
          },
        ]),
    ...(observation?.contact.state === 'suspended'
      ? [
          {
            id: `retry ${id}`,
            group: 'Servers' as const,
            title: `Try ${name} again`,
            hint: '',
            run: () => void retryServer(id),
          },
        ]
      : []),
  ]);
  const ofLinks = links.flatMap((link): Command[] => {
    const pair = `${label(link.from)} \u2192 ${label(link.to)}`;
    return [
      {
        id: `link ${link.id}`,
        group: 'Links',
        title: pair,
        hint: link.state,
        run: () => inspect({ kind: 'link', id: link.id }),
      },
      ...(isOneWay(link) && mendingRefusal(topology, link) === null
        ? [
            {
              id: `mend ${link.id}`,
              group: 'Links' as const,
              title: `Mend trust of ${pair}`,
              hint: '',
              run: () => mendTrust(link.id),
            },
          ]
        : []),
      ...(link.member.disabled === true
        ? [
            {
              id: `enable ${link.id}`,
              group: 'Links' as const,
              title: `Enable ${pair} and resynchronize`,
              hint: '',
              run: () => enableMembers([link.id]),
            },
          ]
        : []),
      ...(entryRefusal(topology, link) === null
        ? [
            {
              id: `edit-member ${link.id}`,
              group: 'Links' as const,
              title: `Edit the member of ${pair}`,
              hint: '',
              run: () => openDialog({ kind: 'edit-member', link: link.id }),
            },
            {
              id: `remove-member ${link.id}`,
              group: 'Links' as const,
              title: `Remove the member of ${pair}`,
              hint: '',
              run: () => removeMembers([link.id]),
            },
            {
              id: `role ${link.id}`,
              group: 'Links' as const,
              title: `Edit the role of ${pair}`,
              hint: '',
              run: () => editRole([link.id]),
            },
          ]
        : []),
    ];
  });
  return [...ofNodes, ...ofLinks];
}

/**
 * @param query words that must all occur, in any order; empty: everything
 * @returns at most `shownAtMost`, those first whose title begins with the query
 */
export function findCommands(commands: readonly Command[], query: string): readonly Command[] {
  const wanted = query.trim().toLowerCase();
  const words = wanted.split(/\s+/).filter(Boolean);
  const first: Command[] = [];
  const rest: Command[] = [];
  for (const command of commands) {
    const title = command.title.toLowerCase();
    if (!words.every((word) => title.includes(word))) continue;
    if (title.startsWith(wanted)) first.push(command);
    else if (rest.length < shownAtMost) rest.push(command);
    if (first.length >= shownAtMost) break;
  }
  return [...first, ...rest].slice(0, shownAtMost);
}
