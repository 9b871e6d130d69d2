import type { PlanRun } from '#shared/contract/plans.ts';
import classes from './PlanPane.module.css';
import { PlanStepItem } from './PlanStepItem.tsx';
import type { StepList } from './step-list.ts';

/** The steps in the order in which they are carried out. */
export function PlanSteps({ run, steps }: { run: PlanRun; steps: StepList }) {
  const { plan } = run;
  const { virtualizer, above, wanted } = steps;
  const states = new Map(run.steps.map((step) => [step.id, step]));
  if (plan.steps.length === 0) return null;
  return (
    <ol className={classes.steps} style={{ height: virtualizer.getTotalSize() }} aria-label="Steps">
      {virtualizer.getVirtualItems().map(({ index, start }) => {
        const step = plan.steps[index];
        return step ? (
          <PlanStepItem
            key={step.id}
            step={step}
            now={states.get(step.id)}
            run={run.state}
            index={index}
            count={plan.steps.length}
            top={start - above}
            measure={virtualizer.measureElement}
            focusWith={wanted?.index === index && wanted.focus ? wanted : null}
          />
        ) : null;
      })}
    </ol>
  );
}
