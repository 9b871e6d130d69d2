import { memo, useCallback, useEffect, useRef } from 'react';
import type { PlanRun, PlanStep } from '#shared/contract/plans.ts';
import classes from './PlanPane.module.css';
import { StepContent } from './StepContent.tsx';
import type { WantedStep } from './step-list.ts';

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

/**
 * One step: what it does, how it stands, what was risked and sent. Drawn anew only when something of it changes:
 * scrolling moves many.
 */
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
  const state = now?.state ?? 'waiting';
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
      <StepContent step={step} now={now} run={run} open={count === 1} />
    </li>
  );
});
