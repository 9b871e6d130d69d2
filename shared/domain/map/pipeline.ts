import type { Topology } from '#shared/domain/topology/topology.ts';
import { filterTopology } from './filter.ts';
import { foldShown, glanceable, type Opened } from './fold.ts';
import { layOut } from '#shared/domain/map/layout/keep-places.ts';
import { buildScene, type Scene } from '#shared/domain/map/scene/scene.ts';
import type { Arrangement } from '#shared/domain/map/layout/slots.ts';

/** One picture after the other of a fleet that changes; remembers where everything stands. */
export interface Pictures {
  /**
   * @param clusterNames of the whole fleet, where `topology` is but a part of it
   * @param opened groups of servers that are not folded; a change of it lays out anew
   * @returns the scene, and which picture it is: a `compact` one has places of its own and so wants a view of its own,
   *   a `fresh` one was laid out from nothing
   */
  next(topology: Topology, problemsOnly: boolean, clusterNames?: readonly string[], opened?: Opened): NextPicture;
  /** False until every server has answered or failed once: until then each answer may change the whole structure. */
  settled(): boolean;
  /** Forgets all places: the next picture is laid out from nothing. */
  forget(): void;
}

export interface NextPicture {
  readonly scene: Scene;
  readonly compact: boolean;
  readonly fresh: boolean;
}

export function createPictures(): Pictures {
  let whole: Arrangement | null = null;
  let problems: Arrangement | null = null;
  let settled = false;
  let lastOpened: Opened = 'all';
  return {
    settled: () => settled,
    forget() {
      whole = null;
      problems = null;
    },
    next(topology, problemsOnly, clusterNames, opened = 'all') {
      const all = filterTopology(topology, false, clusterNames);
      const folded = foldShown(all, opened);
      const reopened = opened !== lastOpened;
      lastOpened = opened;
      const before = whole?.frame;
      whole = layOut(folded, settled && !reopened ? whole : null);
      const fresh = whole.frame !== before && !reopened;
      settled ||= isSettled(topology);
      if (!problemsOnly) {
        problems = null;
        return { scene: buildScene(folded, whole), compact: false, fresh };
      }
      const bad = filterTopology(topology, true, all.clusterNames);
      // Up to here servers are taken away and the rest stays where it is; beyond it the few would be lost in the
      // emptiness.
      if (all.nodes.length <= glanceable) return { scene: buildScene(bad, whole), compact: false, fresh };
      problems = layOut(bad, problems);
      return { scene: buildScene(bad, problems), compact: true, fresh };
    },
  };
}

function isSettled(topology: Topology): boolean {
  const servers = Object.values(topology.nodes).filter((node) => node.kind === 'server');
  return (
    servers.length > 0 &&
    servers.every((node) => node.observation !== null && node.observation.contact.state !== 'never')
  );
}
