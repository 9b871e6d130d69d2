import { IconPlayerStop, IconX } from '@tabler/icons-react';
import { canResume, canUndo } from '#renderer/features/changes/plan-words.ts';
import { dismissStopped, resumePlan, showPlan, undoPlan, useStoppedPlan } from '#renderer/state/plans.ts';
import { stepsEnded } from '#renderer/state/stopped-plan.ts';
import { goTo } from '#renderer/state/workspace.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './Notices.module.css';

const endings: Readonly<Record<string, string>> = {
  stopped: 'A plan stopped at',
  interrupted: 'A plan was interrupted at',
  failed: 'A plan failed at',
};

/** A plan that came to no end before this start: what was begun is not left lying without a word. */
export function StoppedPlan() {
  const run = useStoppedPlan();
  if (run === null) return null;
  const { id, title, steps } = run.plan;
  const look = (): void => {
    goTo('changes');
    showPlan(id);
  };
  return (
    <div className={classes.notice} role="alert" data-testid="stopped-plan">
      <IconPlayerStop size={16} aria-hidden />
      <span className={classes.text}>
        <strong>
          {endings[run.state]} {stepsEnded(run).toLocaleString('en')} of {steps.length.toLocaleString('en')} steps.
        </strong>{' '}
        <HostileText text={title} limit={120} />
      </span>
      {canResume(run) ? (
        <ToolButton
          label="Resume"
          onClick={() => {
            look();
            void resumePlan(id);
          }}
        />
      ) : null}
      {canUndo(run) ? (
        <ToolButton
          label="Undo"
          onClick={() => {
            goTo('changes');
            void undoPlan(id);
          }}
        />
      ) : null}
      <ToolButton label="Look" onClick={look} />
      <ToolButton icon={IconX} label="Dismiss" iconOnly onClick={() => dismissStopped(id)} />
    </div>
  );
}
