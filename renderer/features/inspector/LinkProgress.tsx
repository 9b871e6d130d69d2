import { showPlan } from '#renderer/state/plans.ts';
import type { LinkWork } from '#shared/domain/plan/link-work.ts';
import { goTo } from '#renderer/state/workspace.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './Inspector.module.css';

/** What a plan is doing for the link's zones, as long as it does. */
export function LinkProgress({ work: { plan, kind, progress } }: { work: LinkWork }) {
  return (
    <div className={classes.progress} data-testid="link-progress">
      <p role="status">
        <strong>{kind === 'synchronize' ? 'Synchronizing' : 'Enabling the member'}</strong>
        {progress === null ? ' …' : ': '}
        {progress === null ? null : <HostileText text={progress} limit={300} />}
      </p>
      <ToolButton
        label="Show plan"
        onClick={() => {
          showPlan(plan);
          goTo('changes');
        }}
      />
    </div>
  );
}
