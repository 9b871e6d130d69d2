import { useState, type FormEvent } from 'react';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { AppError } from '#shared/errors/index.ts';
import { applyPlan } from '../../state/plans.ts';
import { HostileText } from '../../ui/HostileText.tsx';
import { Button, Checkbox, TextInput } from '../../ui/controls.ts';
import classes from './PlanPane.module.css';

/** The last question before anything is sent, as careful as the clusters want it. */
export function ApplyBar({ run, onError }: { run: PlanRun; onError: (error: AppError | null) => void }) {
  const { plan } = run;
  const level = plan.safety?.level ?? 'confirm';
  const name = plan.safety?.name ?? '';
  const [confirmed, setConfirmed] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const refused = plan.steps.filter(({ refusal }) => refusal !== null).length;
  const count = plan.steps.length;

  if (count === 0) return null;
  if (level === 'read-only') {
    return (
      <p className={classes.bar} data-testid="plan-read-only">
        <span className={classes.barText}>
          The cluster of <HostileText text={name} limit={253} /> is set to read-only in Settings: nothing of this plan
          can be applied.
        </span>
      </p>
    );
  }
  if (refused > 0) {
    return (
      <p className={classes.bar}>
        <span className={classes.barText}>
          {refused === count ? 'No step can be done' : `${refused} of ${count} steps cannot be done`}; the reasons stand
          above. Take those changes back or mend what stands against them, then preview again.
        </span>
      </p>
    );
  }

  const ready = level === 'open' || (level === 'confirm' ? confirmed : typed.trim() === name);
  const apply = async (): Promise<void> => {
    setBusy(true);
    onError(null);
    const error = await applyPlan(plan.id, level === 'type-name' ? typed.trim() : null);
    setBusy(false);
    if (error) onError(error);
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
          label="I have read what is overwritten, pulled and restarted"
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
      <Button type="submit" variant="filled" loading={busy} disabled={!ready} data-testid="plan-apply">
        {count === 1 ? 'Apply' : `Apply ${count.toLocaleString('en')} steps`}
      </Button>
    </form>
  );
}
