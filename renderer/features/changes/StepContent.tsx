import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconChecklist,
  IconEye,
  IconInfoCircle,
  IconLink,
  IconPointFilled,
} from '@tabler/icons-react';
import type { PlanRun, PlanStep } from '#shared/contract/plans.ts';
import { refusalWords, remedyOf } from '#shared/domain/refusals/refusal.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { RequestList } from '#renderer/ui/RequestList.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { channelWords } from '#shared/domain/words/roles.ts';
import classes from './PlanPane.module.css';
import { stepErrorNext, stepLook, stepTitle } from './plan-words.ts';

interface StepContentProps {
  readonly step: PlanStep;
  readonly now: PlanRun['steps'][number] | undefined;
  readonly run: PlanRun['state'];
  /** Whether the requests stand open. */
  readonly open: boolean;
}

/**
 * What one step does, how it stands, what was risked and sent: in the list of a plan and wherever else a plan is shown.
 */
export function StepContent({ step, now, run, open }: StepContentProps) {
  const shown = now ?? { state: 'waiting' as const, error: null };
  const { state } = shown;
  return (
    <>
      <h3 className={classes.does}>
        <HostileText text={step.words} limit={600} />
        {run === 'ready' ? null : (
          <span className={classes.stepState}>
            <StateBadge state={stepLook(shown)} quiet /> {stepTitle(shown)}
          </span>
        )}
      </h3>
      {now?.progress ? (
        <p className={classes.progress} role="status" data-testid="step-progress">
          <HostileText text={now.progress} limit={300} />
        </p>
      ) : null}
      {now?.seen && now.at !== null && state !== 'waiting' ? (
        <p className={classes.note} data-testid="step-seen">
          <IconEye size={14} aria-label="Seen:" /> <HostileText text={now.seen} limit={600} />{' '}
          <RelativeTime at={now.at} />
        </p>
      ) : null}
      {now?.error ? <StepError error={now.error} state={state} run={run} /> : null}
      {step.refusal ? (
        <p className={classes.line} data-testid="plan-refusal" data-code={step.refusal.code}>
          <IconBan size={14} aria-label="Cannot be done:" />{' '}
          <HostileText text={refusalWords({ ...step.refusal, next: remedyOf(step.refusal.code) })} limit={800} />
        </p>
      ) : (
        <StepLines step={step} />
      )}
      <RequestList requests={step.requests} open={open} />
    </>
  );
}

/** Why a step did not end well, or what is to be said of one that did. */
function StepError({
  error,
  state,
  run,
}: {
  error: NonNullable<PlanRun['steps'][number]['error']>;
  state: PlanRun['steps'][number]['state'];
  run: PlanRun['state'];
}) {
  if (state === 'failed') return <ErrorNotice error={error} next={stepErrorNext(error.code, run)} />;
  if (state === 'unverified') {
    return (
      <ErrorNotice tone="warning" title="Sent, and not seen done" error={error} next={stepErrorNext(error.code, run)} />
    );
  }
  return (
    <p className={classes.note} data-code={error.code}>
      <IconInfoCircle size={14} aria-label="Note:" /> <HostileText text={error.message} limit={800} />
    </p>
  );
}

/** Of a step that can be done: what it comes to, what it risks, how it is verified and undone, and by which channel. */
function StepLines({ step }: { step: PlanStep }) {
  return (
    <ul className={classes.lines}>
      {step.effects.map((effect) => (
        <li key={effect} className={classes.effect}>
          <IconPointFilled size={10} aria-hidden /> <HostileText text={effect} limit={800} />
        </li>
      ))}
      {step.risks.map((risk) => (
        <li key={risk} className={classes.risk}>
          <IconAlertTriangle size={14} aria-label="Risk:" /> <HostileText text={risk} limit={800} />
        </li>
      ))}
      <li>
        <IconChecklist size={14} aria-hidden />
        <span>
          Verified by: <HostileText text={step.verification} limit={600} />
        </span>
      </li>
      <li>
        <IconArrowBackUp size={14} aria-hidden />
        <span>
          Undo: {step.undo === null ? <strong>Cannot be undone.</strong> : <HostileText text={step.undo} limit={600} />}
        </span>
      </li>
      {step.channel ? (
        <li>
          <IconLink size={14} aria-hidden />
          <span>Through: {channelWords[step.channel]}</span>
        </li>
      ) : null}
    </ul>
  );
}
