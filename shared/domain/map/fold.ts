import { statesByWeight } from '#shared/domain/words/states.ts';
import type { Link, State, TopologyNode } from '#shared/domain/topology/topology.ts';
import { isProblem, type Shown } from './filter.ts';
import type { Fold, Folded } from './groups.ts';

/** Up to so many boxes all are told apart at a glance, and nothing folds. */
export const glanceable = 60;
/** Two servers are told apart sooner than a fold is opened. */
const smallest = 3;

/** Ids of the groups that are open; 'all': nothing folds. */
export type Opened = ReadonlySet<string> | 'all';

/**
 * Third step of the map: in a large fleet, cPanel & WHM servers that are linked with the very same nameservers become
 * one box, and their links to each of these one line. An id of a group is made of those nameservers, so that it stays
 * the same when a server joins or leaves.
 * @param shown in natural order, which the result keeps
 */
export function foldShown(shown: Shown, opened: Opened): Shown {
  if (opened === 'all' || shown.nodes.length <= glanceable) return shown;
  const groups = groupsOf(shown);
  if (groups.size === 0) return shown;
  const troubled = troubledOf(shown);
  const folds = new Map<string, Fold>();
  const standIns = new Map<string, string>();
  const heads = new Map<string, TopologyNode>();
  for (const [id, members] of groups) {
    const [first] = members;
    if (!first) continue;
    const open = opened.has(id);
    const problems = members.filter((member) => troubled.has(member.id)).length;
    const worst = worstOf(members.map((member) => ({ state: troubled.get(member.id) ?? member.state })));
    folds.set(id, { members, open, problems, worst });
    heads.set(first.id, headOf(id, first, members));
    if (!open) for (const member of members) standIns.set(member.id, id);
  }
  const nodes = shown.nodes.flatMap((node) => [
    ...(heads.has(node.id) ? [heads.get(node.id) ?? node] : []),
    ...(standIns.has(node.id) ? [] : [node]),
  ]);
  return { ...shown, nodes, ...bundle(shown.links, standIns, folds) };
}

function groupsOf({ nodes, links }: Shown): ReadonlyMap<string, readonly TopologyNode[]> {
  const far = new Map<string, Set<string>>(nodes.map((node) => [node.id, new Set()]));
  for (const { from, to, source } of links) {
    // An entry that is only planned takes no server out of its group.
    if (source === 'user') continue;
    far.get(from)?.add(to);
    far.get(to)?.add(from);
  }
  const groups = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    const others = far.get(node.id);
    if (node.kind !== 'server' || node.tier !== 'web' || !others || others.size === 0) continue;
    const id = `fold:${[...others].toSorted().join(' ')}`;
    const group = groups.get(id);
    if (group) group.push(node);
    else groups.set(id, [node]);
  }
  return new Map([...groups].filter(([, members]) => members.length >= smallest));
}

/** The servers that are a problem or have a link that is one, each with the worst of it. */
function troubledOf({ nodes, links }: Shown): ReadonlyMap<string, State> {
  const troubled = new Map<string, State>();
  const note = (id: string, state: State): void => {
    if (isProblem(state)) troubled.set(id, worstOf([{ state }, { state: troubled.get(id) ?? state }]));
  };
  for (const { id, state } of nodes) note(id, state);
  for (const { from, to, state } of links) {
    note(from, state);
    note(to, state);
  }
  return troubled;
}

function headOf(id: string, first: TopologyNode, members: readonly TopologyNode[]): TopologyNode {
  return {
    id,
    kind: 'server',
    label: `${members.length} servers`,
    addresses: [],
    product: members.every((member) => member.product === first.product) ? first.product : 'unknown',
    tier: first.tier,
    state: worstOf(members),
    reasons: [],
    cluster: first.cluster,
    server: null,
    observation: null,
  };
}

function worstOf(all: readonly { readonly state: State }[]): State {
  return statesByWeight.find((state) => all.some((each) => each.state === state)) ?? 'unknown';
}

function bundle(
  links: readonly Link[],
  standIns: ReadonlyMap<string, string>,
  folds: ReadonlyMap<string, Fold>,
): { readonly links: readonly Link[]; readonly folded: Folded } {
  const kept: Link[] = [];
  const together = new Map<string, Link[]>();
  for (const link of links) {
    const [from, to] = [standIns.get(link.from) ?? link.from, standIns.get(link.to) ?? link.to];
    if (from === link.from && to === link.to) {
      kept.push(link);
      continue;
    }
    const key = `${from}>${to}`;
    const others = together.get(key);
    if (others) others.push(link);
    else together.set(key, [link]);
  }
  const bundles = new Map<string, readonly Link[]>();
  for (const all of together.values()) {
    const state = worstOf(all);
    const worst = all.find((link) => link.state === state);
    if (!worst) continue;
    bundles.set(worst.id, all);
    kept.push({ ...worst, from: standIns.get(worst.from) ?? worst.from, to: standIns.get(worst.to) ?? worst.to });
  }
  return { links: kept, folded: { folds, standIns, bundles } };
}
