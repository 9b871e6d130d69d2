import { useDeferredValue, useMemo, useState } from 'react';
import { IconEdit } from '@tabler/icons-react';
import type { State } from '#shared/domain/topology/topology.ts';
import { useFleet } from '../../state/fleet.ts';
import { useScopedTopology } from '../../state/scope.ts';
import { editRole, openDialog, setFilter, useWorkspace } from '../../state/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StateChips } from '../../ui/StateChips.tsx';
import { ToolButton } from '../../ui/ToolButton.tsx';
import { MembersTable } from './MembersTable.tsx';
import classes from './MembersView.module.css';
import { countByState, filterRows, memberRows } from './rows.ts';

const allStates: ReadonlySet<State> = new Set();

/** Every member of every server in one table; the map's twin, which a screen reader reads. */
export default function MembersView() {
  const topology = useDeferredValue(useScopedTopology());
  const heard = useFleet((state) => state.projection !== null);
  const filter = useDeferredValue(useWorkspace((state) => state.filter));
  const [states, setStates] = useState(allStates);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => memberRows(topology), [topology]);
  const shown = useMemo(() => filterRows(rows, filter, states), [rows, filter, states]);
  const counts = useMemo(() => countByState(rows), [rows]);
  // Links may have gone since they were marked.
  const markedLinks = [...marked].filter((id) => id in topology.links);

  const clear = (): void => {
    setFilter('');
    setStates(allStates);
  };

  return (
    <div className={classes.members}>
      <div className={classes.bar}>
        <StateChips counts={counts} chosen={states} onChange={setStates} />
        <span className={classes.count} role="status">
          {shown.length === rows.length
            ? `${rows.length.toLocaleString()} members`
            : `${shown.length.toLocaleString()} of ${rows.length.toLocaleString()} members`}
        </span>
        <span className={classes.gap} />
        <ToolButton
          icon={IconEdit}
          label={
            markedLinks.length === 0
              ? 'Edit roles'
              : `Edit ${markedLinks.length} role${markedLinks.length === 1 ? '' : 's'}`
          }
          refusal={
            markedLinks.length === 0 ? 'Mark members with the boxes on the left, or with the space bar, first.' : null
          }
          onClick={() => editRole(markedLinks)}
        />
      </div>
      {shown.length > 0 ? (
        <MembersTable rows={shown} marked={marked} onMark={setMarked} />
      ) : rows.length > 0 ? (
        <EmptyState title="No member matches" actions={<ToolButton label="Clear the filter" onClick={clear} />}>
          No member matches the text and states chosen above.
        </EmptyState>
      ) : (
        <EmptyState
          title={heard ? 'No members yet' : 'Waiting for the fleet'}
          actions={
            heard ? <ToolButton label="Add a server" onClick={() => openDialog({ kind: 'add-server' })} /> : null
          }
        >
          The members of every server's DNS cluster list stand here, as soon as a server with DNS clustering was read.
        </EmptyState>
      )}
    </div>
  );
}
