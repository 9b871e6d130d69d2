import { useState } from 'react';
import { useTopology } from '#renderer/state/fleet.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { counted } from '#shared/domain/words/counted.ts';
import { Checkbox } from '#renderer/ui/controls.ts';
import { ChangeDialog } from './ChangeDialog.tsx';

interface RemoveMembersProps {
  readonly dialog: Extract<Dialog, { kind: 'remove-members' }>;
  readonly onClose: () => void;
}

/** Entries go, and where wanted those that lead back, so that nothing is left that trusts one way. */
export default function RemoveMembers({ dialog, onClose }: RemoveMembersProps) {
  const { links, nodes } = useTopology();
  const [back, setBack] = useState(true);
  const chosen = dialog.links.filter((id) => id in links);
  const [only] = chosen.length === 1 ? chosen : [];
  const link = only === undefined ? undefined : links[only];
  const isBack = chosen.some((id) => {
    const each = links[id];
    return each !== undefined && links[`${each.to}>${each.from}`] !== undefined;
  });
  const label = (id: string): string => nodes[id]?.label ?? id;
  return (
    <ChangeDialog
      title={
        link
          ? `Remove ${label(link.to)} from the members of ${label(link.from)}`
          : `Remove ${counted(chosen.length, 'member')}`
      }
      onClose={onClose}
      incomplete={chosen.length === 0 ? 'The entry is not in the fleet any more.' : null}
      wanted={{ intentions: [{ kind: 'members.remove', links: chosen, back }] }}
      testId="remove-members-form"
    >
      {isBack ? (
        <Checkbox
          label={
            link
              ? `Delete the entry of ${label(link.from)} on ${label(link.to)}, too`
              : 'Delete the entries that lead back, too'
          }
          description="An entry that is left alone trusts one way."
          checked={back}
          data-autofocus
          data-testid="remove-back"
          onChange={(event) => setBack(event.currentTarget.checked)}
        />
      ) : null}
    </ChangeDialog>
  );
}
