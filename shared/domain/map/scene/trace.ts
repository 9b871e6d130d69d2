import type { Link } from '#shared/domain/topology/topology.ts';
import type { Lit, Target } from './target.ts';
import type { Scene } from './scene.ts';

/**
 * What a hover lights. Through a server: all its own links, and the way that its zone changes take (downstream) and
 * that changes take to reach it (upstream). Only intermediaries hand changes on, so the way goes on through those
 * alone. Through a line: the pair.
 */
export function traceFrom(scene: Scene, target: Target): Lit {
  const nodes = new Set<string>();
  const halves = new Set<string>();
  const light = (from: string, to: string): void => {
    nodes.add(from).add(to);
    // Both directions of a pair: how a change goes there, and what comes back.
    halves.add(`${from}>${to}`).add(`${to}>${from}`);
  };
  if (target.kind === 'half') {
    light(target.half.from, target.half.to);
    return { nodes, halves };
  }
  const { id, fold } = target.node;
  nodes.add(id);
  const { outgoing, incoming } = linksByEnd(scene);
  // The head of an open group has no links: it stands for its servers.
  for (const member of fold?.open ? fold.members : []) {
    nodes.add(member.id);
    for (const link of [...(outgoing.get(member.id) ?? []), ...(incoming.get(member.id) ?? [])])
      light(link.from, link.to);
  }
  for (const link of [...(outgoing.get(id) ?? []), ...(incoming.get(id) ?? [])]) light(link.from, link.to);
  walkOn(
    id,
    (at) => (outgoing.get(at) ?? []).filter(sends).map((link) => link.to),
    (from, to) => light(from, to),
    scene,
  );
  walkOn(
    id,
    (at) => (incoming.get(at) ?? []).filter(sends).map((link) => link.from),
    (to, from) => light(from, to),
    scene,
  );
  return { nodes, halves };
}

/** Synchronize and Write-only send zone changes; a role that could not be read may. */
function sends(link: Link): boolean {
  return link.role !== 'standalone';
}

function walkOn(
  start: string,
  next: (id: string) => readonly string[],
  visit: (at: string, to: string) => void,
  scene: Scene,
): void {
  const seen = new Set([start]);
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const to of next(at)) {
      visit(at, to);
      if (seen.has(to)) continue;
      seen.add(to);
      if (scene.nodeById.get(to)?.node.tier === 'intermediary') queue.push(to);
    }
  }
}

interface LinksByEnd {
  readonly outgoing: ReadonlyMap<string, readonly Link[]>;
  readonly incoming: ReadonlyMap<string, readonly Link[]>;
}

const remembered = new WeakMap<Scene, LinksByEnd>();

function linksByEnd(scene: Scene): LinksByEnd {
  const known = remembered.get(scene);
  if (known) return known;
  const outgoing = new Map<string, Link[]>();
  const incoming = new Map<string, Link[]>();
  const add = (map: Map<string, Link[]>, id: string, link: Link): void => {
    const list = map.get(id);
    if (list) list.push(link);
    else map.set(id, [link]);
  };
  for (const line of scene.lines) {
    for (const { link } of line.halves) {
      if (!link) continue;
      add(outgoing, link.from, link);
      add(incoming, link.to, link);
    }
  }
  const made = { outgoing, incoming };
  remembered.set(scene, made);
  return made;
}
