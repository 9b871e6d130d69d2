import { compareNaturally } from '#shared/domain/text/natural.ts';
import { clusterChoices } from '#shared/domain/topology/scope.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { perform, type Action } from '#renderer/state/actions/action.ts';
import { clusterActions, clusterSubject } from '#renderer/state/actions/cluster.ts';
import { linkActions } from '#renderer/state/actions/link.ts';
import { serverActions } from '#renderer/state/actions/server.ts';
import { shownKeys } from '#renderer/state/actions/shown-keys.ts';
import { windowActions } from '#renderer/state/actions/window.ts';
import { inspect } from '#renderer/state/workspace.ts';
import type { Refusal } from '#shared/domain/refusals/refusal.ts';

/** One line of the palette. */
export interface Command {
  readonly id: string;
  readonly group: 'Actions' | 'Servers' | 'Links' | 'Clusters';
  readonly title: string;
  /** Keys or state, beside the title. */
  readonly hint: string;
  /** Why it cannot be done now; asked when the line is shown: a fleet has too many to ask all. */
  readonly refusal: () => Refusal | null;
  readonly run: () => void;
}

/** More lines than these nobody reads: type on. */
export const shownAtMost = 60;

/** An action as a line: its own words, and what it acts on. */
function commandOf<Subject>(
  action: Action<Subject>,
  subject: Subject,
  { group, id, name }: { readonly group: Command['group']; readonly id: string; readonly name: string },
): Command {
  return {
    id: `${action.id} ${id}`,
    group,
    title: `${action.title} \u00b7 ${name}`,
    hint: '',
    refusal: () => action.refusal(subject),
    run: () => perform(action, subject),
  };
}

function commandsOf<Subject>(
  actions: readonly Action<Subject>[],
  subject: Subject,
  named: { readonly group: Command['group']; readonly id: string; readonly name: string },
): readonly Command[] {
  return actions.filter(({ suits }) => suits?.(subject) ?? true).map((action) => commandOf(action, subject, named));
}

/** @param platform for the names of the keys */
export function windowCommands(platform: string): readonly Command[] {
  return windowActions
    .filter(({ id }) => id !== 'palette')
    .map((action) => ({
      id: action.id,
      group: 'Actions',
      title: action.title,
      hint: action.keys === undefined ? '' : shownKeys(action.keys, platform),
      refusal: () => action.refusal(null),
      run: () => perform(action, null),
    }));
}

/** What can be done with every server, member, link and cluster. */
export function fleetCommands(topology: Topology): readonly Command[] {
  const label = (id: string): string => topology.nodes[id]?.label ?? id;
  const nodes = Object.values(topology.nodes).toSorted((a, b) => compareNaturally(a.label, b.label));
  const rank = new Map(nodes.map((node, index) => [node.id, index]));
  const rankOf = (id: string): number => rank.get(id) ?? -1;
  const links = Object.values(topology.links).toSorted(
    (a, b) => rankOf(a.from) - rankOf(b.from) || rankOf(a.to) - rankOf(b.to),
  );
  return [
    ...nodes.flatMap((node): readonly Command[] => {
      const { id, label: name, state } = node;
      return [
        {
          id: `node ${id}`,
          group: 'Servers',
          title: name,
          hint: state,
          refusal: () => null,
          run: () => inspect({ kind: 'node', id }),
        },
        ...commandsOf(serverActions, { node, topology }, { group: 'Servers', id, name }),
      ];
    }),
    ...links.flatMap((link): readonly Command[] => {
      const { id, state } = link;
      const name = `${label(link.from)} \u2192 ${label(link.to)}`;
      return [
        {
          id: `link ${id}`,
          group: 'Links',
          title: name,
          hint: state,
          refusal: () => null,
          run: () => inspect({ kind: 'link', id }),
        },
        ...commandsOf(linkActions, { link, topology }, { group: 'Links', id, name }),
      ];
    }),
    ...clusterChoices(topology).flatMap(({ anchor, name }): readonly Command[] => {
      const subject = clusterSubject(topology, anchor);
      return subject ? commandsOf(clusterActions, subject, { group: 'Clusters', id: anchor, name }) : [];
    }),
  ];
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
