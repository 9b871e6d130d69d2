import { useDeferredValue, useMemo, useState } from 'react';
import { IconPlus, IconSettings } from '@tabler/icons-react';
import type { State } from '#shared/domain/topology/topology.ts';
import { counted } from '#shared/domain/words/counted.ts';
import { offersOf } from '#renderer/state/actions/action.ts';
import { linksActions } from '#renderer/state/actions/links.ts';
import { windowOffer } from '#renderer/state/actions/window.ts';
import { useFleet } from '#renderer/state/fleet.ts';
import { useScopedTopology } from '#renderer/state/scope.ts';
import { openDialog, setFilter, useWorkspace } from '#renderer/state/workspace.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StateChips } from '#renderer/ui/StateChips.tsx';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { MembersTable } from './MembersTable.tsx';
import classes from './MembersView.module.css';
import { countByState, filterRows, memberRows } from './rows.ts';
import { refusal } from '#shared/domain/refusals/refusal.ts';

const noServers = refusal(
  'choice.empty',
  { kind: 'window' },
  'Mark members of the servers whose options are to be set, or choose a cluster, first.',
);

const allStates: ReadonlySet<State> = new Set();

/** Every member of every server in one table; the map's twin, which a screen reader reads. */
export default function MembersView() {
  const topology = useDeferredValue(useScopedTopology());
  const heard = useFleet((state) => state.projection !== null);
  const filter = useDeferredValue(useWorkspace((state) => state.filter));
  const scoped = useWorkspace((state) => state.clusterOf !== null);
  const [states, setStates] = useState(allStates);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => memberRows(topology), [topology]);
  const shown = useMemo(() => filterRows(rows, filter, states), [rows, filter, states]);
  const counts = useMemo(() => countByState(rows), [rows]);
  // Links may have gone since they were marked.
  const markedLinks = [...marked].filter((id) => id in topology.links);

  const markedServers = [...new Set(markedLinks.flatMap((id) => topology.links[id]?.from ?? []))];
  // Without marks the servers of the chosen cluster are meant.
  const optionServers =
    markedServers.length > 0 || !scoped
      ? markedServers
      : Object.values(topology.nodes).flatMap((node) => (node.kind === 'server' ? [node.id] : []));
  const disabled = useMemo(
    () => Object.values(topology.links).filter((link) => link.member.disabled === true),
    [topology],
  );
  const enabling = offersOf(linksActions, { links: disabled, topology }).find(({ id }) => id === 'enable-members');
  const marks = markedLinks.flatMap((id) => topology.links[id] ?? []);
  const editing = offersOf(linksActions, { links: marks, topology }).find(({ id }) => id === 'edit-roles');

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
        {enabling ? (
          <OfferButton offer={enabling} label={`Enable ${disabled.length} disabled`} data-testid="enable-disabled" />
        ) : null}
        <ToolButton
          icon={IconPlus}
          label="Add a member"
          data-testid="add-member"
          onClick={() => openDialog({ kind: 'add-member', server: markedServers[0] ?? null })}
        />
        <ToolButton
          icon={IconSettings}
          label="Cluster options"
          data-testid="cluster-options"
          refusal={optionServers.length === 0 ? noServers : null}
          onClick={() => openDialog({ kind: 'cluster-options', servers: optionServers })}
        />
        {editing ? (
          <OfferButton
            offer={editing}
            {...(markedLinks.length === 0 ? {} : { label: `Edit ${counted(markedLinks.length, 'role')}` })}
          />
        ) : null}
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
          actions={heard ? <OfferButton offer={windowOffer('add-server')} /> : null}
        >
          The members of every server's DNS cluster list stand here, as soon as a server with DNS clustering was read.
        </EmptyState>
      )}
    </div>
  );
}
