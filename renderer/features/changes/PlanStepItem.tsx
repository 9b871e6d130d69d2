import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconChecklist,
  IconEye,
  IconInfoCircle,
  IconLink,
} from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef } from 'react';
import type { PlanRun, PlanStep } from '#shared/contract/plans.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { HostileText } from '../../ui/HostileText.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RequestList } from '../../ui/RequestList.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { channelWords } from '../../ui/roleWords.ts';
import classes from './PlanPane.module.css';
import { stepErrorNext, stepLook, stepTitle } from './planWords.ts';
import type { WantedStep } from './stepList.ts';

interface PlanStepItemProps {
  readonly step: PlanStep;
  readonly now: PlanRun['steps'][number] | undefined;
  readonly run: PlanRun['state'];
  readonly index: number;
  readonly count: number;
  /** CSS pixels below the top of the list. */
  readonly top: number;
  readonly measure: (item: HTMLElement | null) => void;
  /** Brings the keyboard here, once for each; null: leaves it where it is. */
  readonly focusWith: WantedStep | null;
}

/** One step: what it does, how it stands, what was risked and sent. Drawn anew only when something of it changes: scrolling moves many. */
export const PlanStepItem = memo(function PlanStepItem({
  step,
  now,
  run,
  index,
  count,
  top,
  measure,
  focusWith,
}: PlanStepItemProps) {
  const item = useRef<HTMLLIElement>(null);
  const shown = now ?? { state: 'waiting' as const, error: null };
  const { state } = shown;
  const attach = useCallback(
    (element: HTMLLIElement | null): void => {
      item.current = element;
      measure(element);
    },
    [measure],
  );
  useEffect(() => {
    if (focusWith !== null) item.current?.focus({ preventScroll: true });
  }, [focusWith]);
  return (
    <li
      ref={attach}
      className={classes.step}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={-1}
      aria-setsize={count}
      aria-posinset={index + 1}
      data-index={index}
      data-testid="plan-step"
      data-state={state}
      data-kind={step.change.kind}
      data-server={step.change.server}
    >
      <span className={classes.stepNumber} aria-hidden>
        {index + 1}
      </span>
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
          <IconBan size={14} aria-label="Cannot be done:" /> <HostileText text={step.refusal.message} limit={800} />
        </p>
      ) : (
        <StepLines step={step} />
      )}
      <RequestList requests={step.requests} open={count === 1} />
    </li>
  );
});

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
  if (state === 'failed' || state === 'unverified') {
    return <ErrorNotice error={error} next={stepErrorNext(error.code, run)} />;
  }
  return (
    <p className={classes.note} data-code={error.code}>
      <IconInfoCircle size={14} aria-label="Note:" /> <HostileText text={error.message} limit={800} />
    </p>
  );
}

/** Of a step that can be done: what it risks, how it is verified and undone, and by which channel. */
function StepLines({ step }: { step: PlanStep }) {
  return (
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
  );
}
