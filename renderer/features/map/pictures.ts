import type { Topology } from '#shared/domain/topology/topology.ts';
import { filterTopology } from './filter.ts';
import { layOut } from './keep.ts';
import { buildScene, type Scene } from './scene.ts';
import type { Arrangement } from './slots.ts';

/** Up to here 'problems only' takes servers away and leaves the rest where it is; beyond it the few would be lost in the emptiness. */
const glanceable = 60;

/** One picture after the other of a fleet that changes; remembers where everything stands. */
export interface Pictures {
  /**
   * @returns the scene, and which picture it is: a `compact` one has places of its own and so wants a view of its own
   */
  next(topology: Topology, problemsOnly: boolean): { readonly scene: Scene; readonly compact: boolean };
  /** False until every server has answered or failed once: until then each answer may change the whole structure. */
  settled(): boolean;
  /** Forgets all places: the next picture is laid out from nothing. */
  forget(): void;
}

export function createPictures(): Pictures {
  let whole: Arrangement | null = null;
  let problems: Arrangement | null = null;
  let settled = false;
  return {
    settled: () => settled,
    forget() {
      whole = null;
      problems = null;
    },
    next(topology, problemsOnly) {
      const all = filterTopology(topology, false);
      if (all.nodes.length === 0) settled = false;
      whole = layOut(all, settled ? whole : null);
      settled ||= isSettled(topology);
      if (!problemsOnly) {
        problems = null;
        return { scene: buildScene(all, whole), compact: false };
      }
      const bad = filterTopology(topology, true);
      if (all.nodes.length <= glanceable) return { scene: buildScene(bad, whole), compact: false };
      problems = layOut(bad, problems);
      return { scene: buildScene(bad, problems), compact: true };
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
