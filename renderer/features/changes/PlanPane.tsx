import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconDownload,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPlayerPlay,
  IconPlayerStop,
} from '@tabler/icons-react';
import { useElementSize } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { AppError } from '#shared/errors/index.ts';
import { usePending } from '#renderer/state/pending.ts';
import { pendingCount } from '#shared/domain/plan/pending.ts';
import { previewPending, resumePlan, stopPlan, undoPlan, usePlans } from '#renderer/state/plans.ts';
import { togglePlanLists, useWorkspace } from '#renderer/state/workspace.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { ApplyBar } from './ApplyBar.tsx';
import classes from './PlanPane.module.css';
import { PlanSteps } from './PlanSteps.tsx';
import { canResume, canUndo, runLook, runSummary, runTitle, stepWords, stoppedAt } from './plan-words.ts';
import { saveReport } from './save-report.ts';
import { ServerProgressList } from './ServerProgressList.tsx';
import { useStepList } from './step-list.ts';
import { WithoutContact } from './WithoutContact.tsx';
import { refusal } from '#shared/domain/refusals/refusal.ts';

const stopping = refusal('work.under-way', { kind: 'plan' }, 'It stops as soon as the step under way has ended.');

/** Servers go side by side, so that several steps can fail before a plan stops. */
const namedAtMost = 3;

/** One plan: what it does, what stands against it, how far it is, and what can be done with it. */
// oxlint-disable-next-line max-lines-per-function -- one pane: head, buttons and steps share the run
export function PlanPane({ run }: { run: PlanRun }) {
  const { plan, state } = run;
  const [error, setError] = useState<AppError | null>(null);
  const lists = useWorkspace((workspace) => workspace.planLists);
  const stale = error?.code === 'plan.stale';
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: above, height } = useElementSize<HTMLDivElement>();
  const troubled = stoppedAt(run);
  const steps = useStepList(scroller, height, plan.steps.length, troubled[0]?.index ?? null);
  return (
    <article className={classes.pane} aria-label={plan.title}>
      <div className={classes.head}>
        <div className={classes.headline}>
          <h2 className={classes.title}>
            <HostileText text={plan.title} limit={160} />
          </h2>
          <ToolButton
            icon={lists ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand}
            label={lists ? 'Hide the lists' : 'Show the lists'}
            iconOnly
            aria-expanded={lists}
            data-testid="plan-lists"
            onClick={togglePlanLists}
          />
        </div>
        <p className={classes.state} role="status" data-testid="plan-state" data-state={state}>
          <StateBadge state={runLook(run)} quiet /> <strong>{runTitle(run)}</strong> {runSummary(run)}
        </p>
        {run.trouble ? <ErrorNotice error={run.trouble} /> : null}
        {troubled.length > 0 ? (
          <ul className={classes.stoppedAt} aria-label={state === 'partial' ? 'Not seen done' : 'Where it stopped'}>
            {troubled.slice(0, namedAtMost).map(({ index, words, state: ended }) => (
              <li key={index}>
                <button type="button" data-testid="plan-stopped-at" onClick={() => steps.show(index)}>
                  Step {index + 1}
                </button>{' '}
                {stepWords[ended].toLowerCase()}: <HostileText text={words} limit={300} />
              </li>
            ))}
            {troubled.length > namedAtMost ? <li>and {troubled.length - namedAtMost} more.</li> : null}
          </ul>
        ) : null}
        <div className={classes.actions}>
          {state === 'running' || state === 'stopping' ? (
            <ToolButton
              icon={IconPlayerStop}
              label="Stop after this step"
              refusal={state === 'stopping' ? stopping : null}
              data-testid="plan-stop"
              onClick={() => void stopPlan(plan.id)}
            />
          ) : null}
          {canResume(run) ? (
            <ToolButton
              icon={IconPlayerPlay}
              label="Resume"
              primary
              data-testid="plan-resume"
              onClick={() => void resumePlan(plan.id)}
            />
          ) : null}
          {canUndo(run) ? (
            <ToolButton
              icon={IconArrowBackUp}
              label="Undo"
              data-testid="plan-undo"
              onClick={() => void undoPlan(plan.id)}
            />
          ) : null}
          <WithoutContact run={run} />
          <ToolButton
            icon={IconDownload}
            label="Save report"
            data-testid="plan-report"
            onClick={() => void saveReport(plan.id)}
          />
        </div>
      </div>
      <div ref={scroller} className={classes.scroll}>
        <div ref={above}>
          <Outdated run={run} />
          {plan.warnings.length > 0 ? (
            <ul className={classes.warnings} aria-label="Warnings">
              {plan.warnings.map((warning) => (
                <li key={warning}>
                  <IconAlertTriangle size={14} aria-label="Warning:" /> <HostileText text={warning} limit={800} />
                </li>
              ))}
            </ul>
          ) : null}
          {error ? (
            <div className={classes.error}>
              <ErrorNotice
                error={error}
                actions={
                  stale ? (
                    <ToolButton label="Preview again" primary onClick={() => void previewAgain(run)} />
                  ) : undefined
                }
              />
            </div>
          ) : null}
          {state === 'ready' ? null : <ServerProgressList run={run} />}
        </div>
        <PlanSteps run={run} steps={steps} />
      </div>
      {state === 'ready' && !stale ? <ApplyBar run={run} onError={setError} /> : null}
    </article>
  );
}

/** A plan that undoes another is worked out from that one, any other from what is pending. */
async function previewAgain({ plan }: PlanRun): Promise<void> {
  if (plan.undoes === null) await previewPending();
  else await undoPlan(plan.undoes);
}

/** Says so when more became pending, or less, after the preview. */
function Outdated({ run }: { run: PlanRun }) {
  const previewed = usePlans((state) => state.previewed);
  const pending = usePending((state) => state.pending);
  if (run.state !== 'ready' || previewed?.plan !== run.plan.id || previewed.of === pending) return null;
  return (
    <p className={classes.outdated} role="status">
      <IconAlertTriangle size={14} aria-label="Note:" />
      <span>This plan was made before the last edit: it is not what is pending now.</span>
      {pendingCount(pending) > 0 ? <ToolButton label="Preview again" onClick={() => void previewPending()} /> : null}
    </p>
  );
}
