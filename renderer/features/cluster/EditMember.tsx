import { useState } from 'react';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { EditForm } from './EditForm.tsx';

interface EditMemberProps {
  readonly dialog: Extract<Dialog, { kind: 'edit-member' }>;
  readonly onClose: () => void;
}

/** Edits the entry behind a link: root's, or that of a reseller for the same address. */
export default function EditMember({ dialog, onClose }: EditMemberProps) {
  const topology = useTopology();
  const [link] = useState(() => topology.links[dialog.link]);
  return (
    <EditForm
      title={`Edit the member ${(link && topology.nodes[link.to]?.label) ?? dialog.link}`}
      entry={link ? { server: link.from, as: null, target: link.to, member: link.member } : null}
      onClose={onClose}
    />
  );
}
