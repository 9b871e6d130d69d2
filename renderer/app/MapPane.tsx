import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { LastKnown } from '#renderer/features/map/view/LastKnown.tsx';
import { MapView } from '#renderer/features/map/view/MapView.tsx';
import { createMapMemory } from '#renderer/features/map/canvas/map-memory.ts';
import { clusterNames } from '#shared/domain/topology/cluster-names.ts';
import { useFleet, useTopology } from '#renderer/state/fleet.ts';
import { usePending } from '#renderer/state/pending.ts';
import { overlayOf, withAdded } from '#shared/domain/plan/pending-overlay.ts';
import { useScopedTopology } from '#renderer/state/scope.ts';
import { matchTopology } from '#shared/domain/topology/scope.ts';
import { select, useSelection, type Selection } from '#renderer/state/selection.ts';
import { editRole, showMatrix, showProblemsOnly, useWorkspace } from '#renderer/state/workspace.ts';
import { whenShown } from '#renderer/ui/when-shown.tsx';
import { useFreshness } from './use-freshness.ts';

const MatrixView = whenShown(() => import('#renderer/features/map/matrix/MatrixView.tsx'));

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
