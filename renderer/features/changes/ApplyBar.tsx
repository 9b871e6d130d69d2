import { useState, type FormEvent, type ReactNode } from 'react';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { AppError } from '#shared/errors/index.ts';
import { refusalWords } from '#shared/domain/refusals/refusal.ts';
import { safetyRefusal } from '#shared/domain/refusals/safety.ts';
import { applyPlan } from '#renderer/state/plans.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { Button, Checkbox, TextInput } from '#renderer/ui/controls.ts';
import classes from './PlanPane.module.css';

/** What the tick says, of this very plan. */
function confirmWords({ steps }: PlanRun['plan']): string {
  const risks = steps.reduce((sum, step) => sum + step.risks.length, 0);
  const what = steps.length === 1 ? 'what this step does' : `what these ${steps.length.toLocaleString('en')} steps do`;
  return risks === 0 ? `I have read ${what}` : `I have read ${what}, and the ${risks === 1 ? 'risk' : 'risks'}`;
}

interface ApplyBarProps {
  readonly run: PlanRun;
  readonly onError: (error: AppError | null) => void;
  /** The plan has begun. */
  readonly onApplied?: () => void;
  /** Buttons that stand before Apply. */
  readonly children?: ReactNode;
}

/** The last question before anything is sent, as careful as the clusters want it: wherever a plan can be applied. */
export function ApplyBar({ run, onError, onApplied, children }: ApplyBarProps) {
  const { plan } = run;
  const level = plan.safety?.level ?? 'confirm';
  const name = plan.safety?.name ?? '';
  const [confirmed, setConfirmed] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const refused = plan.steps.filter(({ refusal }) => refusal !== null).length;
  const count = plan.steps.length;

  if (count === 0) return null;
  const closed = safetyRefusal({ level, name }, null);
  if (closed?.code === 'safety.read-only') {
    return (
      <div className={classes.bar} data-testid="plan-read-only">
        <span className={classes.barText}>
          <HostileText text={refusalWords(closed)} limit={400} />
        </span>
        {children}
      </div>
    );
  }
  if (refused > 0) {
    return (
      <div className={classes.bar}>
        <span className={classes.barText}>
          {refused === count ? 'No step can be done' : `${refused} of ${count} steps cannot be done`}; the reasons stand
          above. Take those changes back or mend what stands against them, then preview again.
        </span>
        {children}
      </div>
    );
  }

  const ready = level === 'open' || (level === 'confirm' ? confirmed : typed.trim() === name);
  const apply = async (): Promise<void> => {
    setBusy(true);
    onError(null);
    const error = await applyPlan(plan.id, level === 'type-name' ? typed.trim() : null);
    setBusy(false);
    if (error) onError(error);
    else onApplied?.();
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) void apply();
  };
  return (
    <form className={classes.bar} onSubmit={onSubmit}>
      {level === 'confirm' ? (
        <Checkbox
          checked={confirmed}
          disabled={busy}
          data-testid="plan-confirm"
          label={confirmWords(plan)}
          onChange={(event) => setConfirmed(event.currentTarget.checked)}
        />
      ) : null}
      {level === 'type-name' ? (
        <div className={classes.typeName}>
          <label htmlFor="plan-confirm-name">
            Type <strong className="nw-mono">{name}</strong> to confirm
          </label>
          <TextInput
            id="plan-confirm-name"
            value={typed}
            disabled={busy}
            spellCheck={false}
            autoComplete="off"
            data-testid="plan-confirm-name"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      ) : null}
      <span className={classes.gap} />
      {children}
      <Button type="submit" variant="filled" loading={busy} disabled={!ready} data-testid="plan-apply">
        {count === 1 ? 'Apply' : `Apply ${count.toLocaleString('en')} steps`}
      </Button>
    </form>
  );
}
