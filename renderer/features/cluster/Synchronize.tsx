import { useState } from 'react';
import type { SynchronizeScope } from '#shared/domain/plan/change.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { Checkbox, NativeSelect, TextInput } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusals } from './checks.ts';
import classes from './cluster.module.css';

interface SynchronizeProps {
  readonly dialog: Extract<Dialog, { kind: 'synchronize' }>;
  readonly onClose: () => void;
}

const zoneName = /^(?:[A-Za-z0-9_*](?:[A-Za-z0-9_-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;

/** WHM's 'Synchronize DNS Records': one zone or all, here or everywhere. */
export default function Synchronize({ dialog, onClose }: SynchronizeProps) {
  const topology = useTopology();
  const name = topology.nodes[dialog.server]?.label ?? dialog.server;
  const [zones, setZones] = useState<'one' | 'all'>('all');
  const [where, setWhere] = useState<'here' | 'everywhere'>('everywhere');
  const [zone, setZone] = useState('');
  const [full, setFull] = useState(false);
  const scope: SynchronizeScope =
    zones === 'one' ? { zones, zone: zone.trim().toLowerCase(), where } : { zones, where, full };
  return (
    <ChangeDialog
      title={`Synchronize zones of ${name}`}
      onClose={onClose}
      refusals={writingRefusals(topology, [dialog.server])}
      incomplete={zones === 'one' && !zoneName.test(zone.trim()) ? 'Enter the name of a zone.' : null}
      wanted={{ changes: [{ kind: 'synchronize', server: dialog.server, scope }] }}
      testId="synchronize-form"
    >
      <div className={classes.halves}>
        <NativeSelect
          label="Zones"
          name="zones"
          data-autofocus
          data={[
            { value: 'all', label: 'All zones' },
            { value: 'one', label: 'One zone' },
          ]}
          value={zones}
          onChange={(event) => setZones(event.currentTarget.value === 'one' ? 'one' : 'all')}
        />
        <NativeSelect
          label="Where"
          name="where"
          data={[
            { value: 'everywhere', label: `Everywhere: on all members of ${name}` },
            { value: 'here', label: `Here: from the cluster to ${name} only` },
          ]}
          value={where}
          onChange={(event) => setWhere(event.currentTarget.value === 'here' ? 'here' : 'everywhere')}
        />
      </div>
      {zones === 'one' ? (
        <TextInput
          label="Zone"
          name="zone"
          value={zone}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setZone(event.currentTarget.value)}
        />
      ) : (
        <Checkbox
          label="Also zones that belong to no account of this server"
          checked={full}
          onChange={(event) => setFull(event.currentTarget.checked)}
        />
      )}
    </ChangeDialog>
  );
}
