import { compareNaturally } from '#shared/domain/text/natural.ts';
import { clusterChoices } from '#shared/domain/topology/scope.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { perform, type Action } from '#renderer/state/actions/action.ts';
import { clusterActions, clusterSubject } from '#renderer/state/actions/cluster.ts';
import { linkActions } from '#renderer/state/actions/link.ts';
import { serverActions } from '#renderer/state/actions/server.ts';
import { shownKeys } from '#renderer/state/actions/shown-keys.ts';
import { windowActions } from '#renderer/state/actions/window.ts';
import type { Selection } from '#renderer/state/selection.ts';
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

/**
 * Something with all that can be done with it. A fleet has tens of thousands of lines: one is made when it is found.
 */
export interface CommandPlace {
  /** Lower case; empty for the window, which has no name. */
  readonly name: string;
  /** What can be done, lower case. The first is '' where the name alone is a line. */
  readonly titles: readonly string[];
  /** @returns null where the action makes no sense for it */
  readonly commandAt: (index: number) => Command | null;
}

/** Of each table, made once. */
const titlesOf = <Subject>(actions: readonly Action<Subject>[]): readonly string[] =>
  actions.map(({ title }) => title.toLowerCase());
const serverTitles = ['', ...titlesOf(serverActions)];
const linkTitles = ['', ...titlesOf(linkActions)];
const clusterTitles = titlesOf(clusterActions);

/** An action as a line: its own words, and what it acts on. */
function commandOf<Subject>(
  action: Action<Subject> | undefined,
  subject: Subject,
  { group, id, name }: { readonly group: Command['group']; readonly id: string; readonly name: string },
): Command | null {
  if (action === undefined || !(action.suits?.(subject) ?? true)) return null;
  return {
    id: `${action.id} ${id}`,
    group,
    title: `${action.title} \u00b7 ${name}`,
    hint: '',
    refusal: () => action.refusal(subject),
    run: () => perform(action, subject),
  };
}

/** @param platform for the names of the keys */
export function windowCommands(platform: string): CommandPlace {
  const actions = windowActions.filter(({ id }) => id !== 'palette');
  return {
    name: '',
    titles: titlesOf(actions),
    commandAt(index) {
      const action = actions[index];
      if (action === undefined) return null;
      return {
        id: action.id,
        group: 'Actions',
        title: action.title,
        hint: action.keys === undefined ? '' : shownKeys(action.keys, platform),
        refusal: () => action.refusal(null),
        run: () => perform(action, null),
      };
    },
  };
}

/** What can be done with every server, member, link and cluster. */
export function fleetCommands(topology: Topology): readonly CommandPlace[] {
  const label = (id: string): string => topology.nodes[id]?.label ?? id;
  const nodes = Object.values(topology.nodes).toSorted((a, b) => compareNaturally(a.label, b.label));
  const rank = new Map(nodes.map((node, index) => [node.id, index]));
  const rankOf = (id: string): number => rank.get(id) ?? -1;
  const links = Object.values(topology.links).toSorted(
    (a, b) => rankOf(a.from) - rankOf(b.from) || rankOf(a.to) - rankOf(b.to),
  );
  return [
    ...nodes.map((node): CommandPlace => {
      const { id, label: name, state: hint } = node;
      const named = { group: 'Servers', id, name } as const;
      return {
        name: name.toLowerCase(),
        titles: serverTitles,
        commandAt: (index) =>
          index === 0
            ? showing({ ...named, id: `node ${id}`, hint }, { kind: 'node', id })
            : commandOf(serverActions[index - 1], { node, topology }, named),
      };
    }),
    ...links.map((link): CommandPlace => {
      const { id, state: hint } = link;
      const name = `${label(link.from)} \u2192 ${label(link.to)}`;
      const named = { group: 'Links', id, name } as const;
      return {
        name: name.toLowerCase(),
        titles: linkTitles,
        commandAt: (index) =>
          index === 0
            ? showing({ ...named, id: `link ${id}`, hint }, { kind: 'link', id })
            : commandOf(linkActions[index - 1], { link, topology }, named),
      };
    }),
    ...clusterChoices(topology).map(({ anchor, name }): CommandPlace => ({
      name: name.toLowerCase(),
      titles: clusterTitles,
      commandAt(index) {
        const subject = clusterSubject(topology, anchor);
        return subject && commandOf(clusterActions[index], subject, { group: 'Clusters', id: anchor, name });
      },
    })),
  ];
}

/** The line of a name alone: shows what it is in the inspector. */
function showing(
  { group, id, name, hint }: Pick<Command, 'group' | 'id' | 'hint'> & { readonly name: string },
  selection: Selection,
): Command {
  return { id, group, title: name, hint, refusal: () => null, run: () => inspect(selection) };
}

/**
 * @param query words that must all occur, in any order; empty: everything
 * @returns at most `shownAtMost`, those first whose title begins with the query
 */
export function findCommands(places: readonly CommandPlace[], query: string): readonly Command[] {
  const wanted = query.trim().toLowerCase();
  // The dot stands between the words of an action and its subject, and is in neither.
  const words = wanted.split(/\s+/).filter((word) => word !== '' && word !== '\u00b7');
  const first: Command[] = [];
  const rest: Command[] = [];
  for (const { name, titles, commandAt } of places) {
    const others = words.filter((word) => !name.includes(word));
    for (const [index, title] of titles.entries()) {
      if (!others.every((word) => title.includes(word))) continue;
      const begins = (title === '' ? name : name === '' ? title : `${title} \u00b7 ${name}`).startsWith(wanted);
      if (!begins && rest.length >= shownAtMost) continue;
      const command = commandAt(index);
      if (command !== null) (begins ? first : rest).push(command);
      if (first.length >= shownAtMost) return first;
    }
  }
  return [...first, ...rest].slice(0, shownAtMost);
}
