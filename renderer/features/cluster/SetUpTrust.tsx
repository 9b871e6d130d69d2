import { useState } from 'react';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { NativeSelect } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { writingRefusals } from './checks.ts';
import { readRole, roleChoices, serverChoices } from './choices.ts';
import classes from './cluster.module.css';

interface SetUpTrustProps {
  readonly dialog: Extract<Dialog, { kind: 'set-up-trust' }>;
  readonly onClose: () => void;
}

/** Entries both ways between two servers, each with its role, verified from both sides. */
export default function SetUpTrust({ dialog, onClose }: SetUpTrustProps) {
  const topology = useTopology();
  const [a, setA] = useState(dialog.servers[0] ?? '');
  const [b, setB] = useState(dialog.servers[1] ?? '');
  const [roleAtA, setRoleAtA] = useState('sync');
  const [roleAtB, setRoleAtB] = useState('standalone');
  const label = (id: string, other: string): string => topology.nodes[id]?.label ?? other;
  const servers = [{ value: '', label: 'Choose a server' }, ...serverChoices(topology)];
  return (
    <ChangeDialog
      title="Set up trust between two servers"
      onClose={onClose}
      refusals={writingRefusals(
        topology,
        [a, b].filter((id) => id !== ''),
      )}
      incomplete={a === '' || b === '' ? 'Choose both servers.' : a === b ? 'Choose two different servers.' : null}
      wanted={{
        intentions: [{ kind: 'trust.set-up', a, b, roleAtA: readRole(roleAtA), roleAtB: readRole(roleAtB) }],
      }}
      testId="set-up-trust-form"
    >
      <div className={classes.halves}>
        <NativeSelect
          label="Server"
          name="a"
          data-autofocus
          data={servers}
          value={a}
          onChange={(event) => setA(event.currentTarget.value)}
        />
        <NativeSelect
          label="And server"
          name="b"
          data={servers}
          value={b}
          onChange={(event) => setB(event.currentTarget.value)}
        />
        <NativeSelect
          label={`DNS role on ${label(a, 'the first')} towards ${label(b, 'the second')}`}
          name="roleAtA"
          data={roleChoices}
          value={roleAtA}
          onChange={(event) => setRoleAtA(event.currentTarget.value)}
        />
        <NativeSelect
          label={`DNS role on ${label(b, 'the second')} towards ${label(a, 'the first')}`}
          name="roleAtB"
          data={roleChoices}
          value={roleAtB}
          onChange={(event) => setRoleAtB(event.currentTarget.value)}
        />
      </div>
    </ChangeDialog>
  );
}
