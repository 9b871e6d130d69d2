import { useMemo } from 'react';
import { planNames } from '#shared/domain/plan/names.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { EditForm } from './EditForm.tsx';

interface EditEntryProps {
  readonly dialog: Extract<Dialog, { kind: 'edit-entry' }>;
  readonly onClose: () => void;
}

/** Edits an entry of a reseller's own list. */
export default function EditEntry({ dialog: { server, as, member }, onClose }: EditEntryProps) {
  const topology = useTopology();
  const names = useMemo(() => planNames(topology), [topology]);
  return (
    <EditForm
      title={`Edit the member ${member.hostname ?? member.address} of ${as}`}
      entry={{ server, as, target: names.serverAt(member.address), member }}
      onClose={onClose}
    />
  );
}
