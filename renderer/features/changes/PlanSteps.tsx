import { IconAlertTriangle, IconArrowBackUp, IconBan, IconChecklist, IconLink } from '@tabler/icons-react';
import type { PlanRun, PlanStep } from '#shared/contract/plans.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { HostileText } from '../../ui/HostileText.tsx';
import { RequestList } from '../../ui/RequestList.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { channelWords } from '../../ui/roleWords.ts';
import classes from './PlanPane.module.css';
import { stepStates, stepWords } from './planWords.ts';

type StepRun = PlanRun['steps'][number];

function Step({
  step,
  now,
  begun,
  alone,
}: {
  step: PlanStep;
  now: StepRun | undefined;
  begun: boolean;
  alone: boolean;
}) {
  const state = now?.state ?? 'waiting';
  return (
    <li
      className={classes.step}
      data-testid="plan-step"
      data-state={state}
      data-kind={step.change.kind}
      data-server={step.change.server}
    >
      <h3 className={classes.does}>
        <HostileText text={step.words} limit={600} />
        {begun ? (
          <span className={classes.stepState}>
            <StateBadge state={stepStates[state]} quiet /> {stepWords[state]}
          </span>
        ) : null}
      </h3>
      {now?.progress ? (
        <p className={classes.progress} role="status" data-testid="step-progress">
          <HostileText text={now.progress} limit={300} />
        </p>
      ) : null}
      {now?.error ? <ErrorNotice error={now.error} /> : null}
      {step.refusal ? (
        <p className={classes.line} data-testid="plan-refusal" data-code={step.refusal.code}>
          <IconBan size={14} aria-label="Cannot be done:" /> <HostileText text={step.refusal.message} limit={800} />
        </p>
      ) : null}
      <ul className={classes.lines}>
        {step.risks.map((risk) => (
          <li key={risk} className={classes.risk}>
            <IconAlertTriangle size={14} aria-label="Risk:" /> <HostileText text={risk} limit={800} />
          </li>
        ))}
        <li>
          <IconChecklist size={14} aria-label="Verified:" /> <HostileText text={step.verification} limit={600} />
        </li>
        <li>
          <IconArrowBackUp size={14} aria-label="Undo:" />{' '}
          {step.undo === null ? <strong>Cannot be undone.</strong> : <HostileText text={step.undo} limit={600} />}
        </li>
        {step.channel ? (
          <li>
            <IconLink size={14} aria-label="Channel:" /> {channelWords[step.channel]}
          </li>
        ) : null}
      </ul>
      <RequestList requests={step.requests} open={alone} />
    </li>
  );
}

/** The steps in the order in which they are carried out. */
export function PlanSteps({ run }: { run: PlanRun }) {
  const { plan, steps } = run;
  const states = new Map(steps.map((step) => [step.id, step]));
  if (plan.steps.length === 0) return null;
  return (
    <ol className={classes.steps} aria-label="Steps">
      {plan.steps.map((step) => (
        <Step
          key={step.id}
          step={step}
          now={states.get(step.id)}
          begun={run.state !== 'ready'}
          alone={plan.steps.length === 1}
        />
      ))}
    </ol>
  );
}
