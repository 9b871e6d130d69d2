import { IconPlugConnectedX } from '@tabler/icons-react';
import type { PlanRun } from '#shared/contract/plans.ts';
import { undoPlan } from '#renderer/state/plans.ts';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';

/** For an undo that writes entries again: works it out anew without asking their members, which may be down. */
export function WithoutContact({ run: { plan, state } }: { run: PlanRun }) {
  const { undoes } = plan;
  const asks = plan.steps.some(
    ({ change }) =>
      (change.kind === 'member.add' && change.member.contact !== 'none') ||
      (change.kind === 'member.edit' && change.contact !== 'none'),
  );
  if (undoes === null || state !== 'ready' || !asks) return null;
  return (
    <ToolButton
      icon={IconPlugConnectedX}
      label="Without contacting members"
      data-testid="undo-without-contact"
      onClick={() => void undoPlan(undoes, false)}
    />
  );
}
