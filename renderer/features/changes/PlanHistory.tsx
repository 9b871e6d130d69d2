import { IconArrowBackUp, IconPlayerPlay } from '@tabler/icons-react';
import type { PlanRun } from '#shared/contract/plans.ts';
import { resumePlan, showPlan, undoPlan } from '#renderer/state/plans.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './ChangesView.module.css';
import { canResume, canUndo, runLook, runTitle } from './plan-words.ts';

/** Every plan of the profile, the newest first. */
export function PlanHistory({ runs, shown }: { runs: readonly PlanRun[] | null; shown: string | null }) {
  if (runs === null) return <p className={classes.quiet}>Waiting for the plans of this profile.</p>;
  if (runs.length === 0) {
    return (
      <p className={classes.quiet}>Plans that were previewed or applied stand here, to be read again and undone.</p>
    );
  }
  return (
    <ul className={classes.list}>
      {runs.map((run) => {
        const { plan } = run;
        return (
          <li key={plan.id} className={classes.plan} data-current={plan.id === shown || undefined}>
            <button
              type="button"
              className={classes.planName}
              aria-current={plan.id === shown}
              data-testid={`plan-${plan.id}`}
              onClick={() => showPlan(plan.id)}
            >
              <span className={classes.planTitle}>
                <StateBadge state={runLook(run)} quiet /> <HostileText text={plan.title} limit={120} />
              </span>
              <span className={classes.planState}>
                {runTitle(run)} · <RelativeTime at={run.endedAt ?? run.startedAt ?? plan.createdAt} />
              </span>
            </button>
            {canResume(run) ? (
              <ToolButton
                icon={IconPlayerPlay}
                label={`Resume ${plan.title}`}
                iconOnly
                onClick={() => {
                  showPlan(plan.id);
                  void resumePlan(plan.id);
                }}
              />
            ) : null}
            {canUndo(run) ? (
              <ToolButton
                icon={IconArrowBackUp}
                label={`Undo ${plan.title}`}
                iconOnly
                onClick={() => void undoPlan(plan.id)}
              />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
