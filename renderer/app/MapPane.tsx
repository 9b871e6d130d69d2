import { useComputedColorScheme } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { MapView } from '../features/map/MapView.tsx';
import { useFleet } from '../state/fleet.ts';
import { matchTopology, useScopedTopology } from '../state/scope.ts';
import { select, useSelection } from '../state/selection.ts';
import { editRole, useWorkspace } from '../state/workspace.ts';

function editOne(link: string): void {
  editRole([link]);
}

/** The first view: in the entry chunk, since it is what the window opens with. */
export function MapPane() {
  const scoped = useScopedTopology();
  const filter = useDeferredValue(useWorkspace((state) => state.filter));
  const topology = useMemo(() => matchTopology(scoped, filter), [scoped, filter]);
  const live = useFleet((state) => state.error === null && (state.projection?.live ?? false));
  const selection = useSelection((state) => state.selection);
  const theme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const [problemsOnly, setProblemsOnly] = useState(false);
  return (
    <MapView
      topology={topology}
      live={live}
      selection={selection}
      onSelect={select}
      onEditRole={editOne}
      problemsOnly={problemsOnly}
      onProblemsOnly={setProblemsOnly}
      theme={theme}
    />
  );
}
