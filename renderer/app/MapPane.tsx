import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { LastKnown } from '../features/map/LastKnown.tsx';
import { MapView } from '../features/map/MapView.tsx';
import { createMapMemory } from '../features/map/memory.ts';
import { clusterNames } from '../state/clusterNames.ts';
import { useFleet, useTopology } from '../state/fleet.ts';
import { usePending } from '../state/pending.ts';
import { overlayOf, withAdded } from '../state/pendingOverlay.ts';
import { matchTopology, useScopedTopology } from '../state/scope.ts';
import { select, useSelection, type Selection } from '../state/selection.ts';
import { editRole, showMatrix, showProblemsOnly, useWorkspace } from '../state/workspace.ts';
import { whenShown } from '../ui/whenShown.tsx';
import { useFreshness } from './useFreshness.ts';

const MatrixView = whenShown(() => import('../features/map/matrix/MatrixView.tsx'));

/** The map never moves by itself, not while another view was open either. */
const memory = createMapMemory();

/** By itself, since it follows the time and the map does not. */
function MapAge() {
  const updated = useFleet((state) => state.error === null);
  const kind = useFreshness()?.kind;
  return updated && (kind === 'live' || kind === 'behind' || kind === 'none') ? null : <LastKnown />;
}
const age = <MapAge />;

function editOne(link: string): void {
  editRole([link]);
}

/** The first view: in the entry chunk, since it is what the window opens with. */
export function MapPane() {
  const scoped = useScopedTopology();
  const filter = useDeferredValue(useWorkspace((state) => state.filter));
  const gathered = usePending((state) => state.pending);
  // Worked out on the whole fleet: an intention may reach beyond what is in sight.
  const all = useTopology();
  const names = useMemo(() => clusterNames(all), [all]);
  const marks = useMemo(() => overlayOf(all, gathered), [all, gathered]);
  const topology = useMemo(() => {
    const whole = marks.topology === all ? scoped : scoped === all ? marks.topology : withAdded(scoped, marks);
    return matchTopology(whole, filter);
  }, [scoped, filter, marks, all]);
  const choose = useCallback(
    (chosen: Selection | null): void => {
      const added = chosen?.kind === 'link' && !all.links[chosen.id] ? marks.topology.links[chosen.id] : undefined;
      // An entry that is not there yet stands for the server that gets it.
      select(added ? { kind: 'node', id: added.from } : chosen);
    },
    [all, marks],
  );
  const selection = useSelection((state) => state.selection);
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const problemsOnly = useWorkspace((state) => state.problemsOnly);
  const matrix = useWorkspace((state) => state.matrix);
  if (matrix) {
    return (
      <MatrixView
        topology={topology}
        pending={marks.marks}
        selection={selection}
        onSelect={choose}
        onEditRole={editOne}
        problemsOnly={problemsOnly}
        onProblemsOnly={showProblemsOnly}
        onPicture={() => showMatrix(false)}
      />
    );
  }
  return (
    <MapView
      topology={topology}
      clusterNames={names}
      age={age}
      selection={selection}
      onSelect={choose}
      pending={marks.marks}
      onEditRole={editRole}
      problemsOnly={problemsOnly}
      onProblemsOnly={showProblemsOnly}
      onMatrix={() => showMatrix(true)}
      memory={memory}
      theme={theme}
    />
  );
}
