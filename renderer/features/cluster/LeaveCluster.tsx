import { useState } from 'react';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { Checkbox } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusals } from './checks.ts';

interface LeaveClusterProps {
  readonly dialog: Extract<Dialog, { kind: 'leave-cluster' }>;
  readonly onClose: () => void;
}

/** The guide's way out of a cluster, and what would be left behind (`whm-protocol 8`). */
export default function LeaveCluster({ dialog: { server }, onClose }: LeaveClusterProps) {
  const topology = useTopology();
  const [entries, setEntries] = useState(true);
  const name = topology.nodes[server]?.label ?? server;
  return (
    <ChangeDialog
      title={`Take ${name} out of its cluster`}
      onClose={onClose}
      refusals={writingRefusals(topology, [server])}
      incomplete={null}
      wanted={{ intentions: [{ kind: 'server.leave', server, entries }] }}
      testId="leave-cluster-form"
    >
      <p>
        DNS clustering is disabled on {name} first, then its entry is deleted on every other server. Zones stay where
        they are.
      </p>
      <Checkbox
        label={`Delete the entries of ${name}, too`}
        description="They would stay behind and send nothing. Tokens that were made for an entry are revoked with it."
        checked={entries}
        data-autofocus
        data-testid="leave-entries"
        onChange={(event) => setEntries(event.currentTarget.checked)}
      />
    </ChangeDialog>
  );
}
