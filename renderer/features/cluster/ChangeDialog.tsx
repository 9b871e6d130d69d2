import { IconAlertTriangle, IconBan } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { Pending } from '#shared/domain/plan/pending.ts';
import { refusalWords, type Refusal } from '#shared/domain/refusals/refusal.ts';
import { gather } from '#renderer/state/plans.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { Button, Modal } from '#renderer/ui/controls.ts';
import classes from './cluster.module.css';
import { WishWords } from './WishWords.tsx';

interface ChangeDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Why it cannot be gathered; empty: it can. */
  readonly refusals?: readonly Refusal[];
  /** What the guide advises, a sentence each. */
  readonly advice?: readonly string[];
  /** Why there is nothing to gather yet, a sentence; null: there is. */
  readonly incomplete: string | null;
  /** What is wanted as the form stands: shown in the words of its plan, and gathered. Null: nothing yet. */
  readonly wanted: Partial<Pending> | null;
  /** What is gathered in its place, where a secret goes to main first; asked once, when a button is pressed. */
  readonly wish?: () => Promise<Result<Partial<Pending>>>;
  readonly testId: string;
  /** Width, px. */
  readonly size?: number;
}

/** What every dialog that makes changes has in common: nothing of it sends anything, it only gathers. */
export function ChangeDialog({
  title,
  onClose,
  children,
  refusals = [],
  advice = [],
  incomplete,
  wanted,
  wish,
  testId,
  size = 640,
}: ChangeDialogProps) {
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  const refused = refusals.length > 0;
  const disabled = incomplete !== null || refused;

  const finish = async (preview: boolean): Promise<void> => {
    if (disabled || busy) return;
    setBusy(true);
    setError(null);
    const gathered = wish ? await wish() : ok(wanted ?? {});
    setBusy(false);
    if (!gathered.ok) {
      setError(gathered.error);
      return;
    }
    onClose();
    gather(gathered.value, preview);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void finish(true);
  };

  return (
    <Modal
      opened
      onClose={busy ? () => undefined : onClose}
      closeOnClickOutside={false}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={onSubmit} noValidate data-testid={testId}>
        <div className={classes.form}>{children}</div>
        <Checks refusals={refusals} advice={advice} />
        {incomplete === null && !refused && wanted !== null ? <WishWords wanted={wanted} /> : null}
        {error ? <ErrorNotice error={error} /> : null}
        <div className="nw-dialog-footer">
          <span className={classes.quiet}>{incomplete ?? 'Nothing is sent before you apply the plan.'}</span>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button disabled={disabled} loading={busy} data-testid="add-to-changes" onClick={() => void finish(false)}>
            Add to changes
          </Button>
          <Button type="submit" variant="filled" disabled={disabled} loading={busy} data-testid="dialog-preview">
            Preview
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Checks({ refusals, advice }: { refusals: readonly Refusal[]; advice: readonly string[] }) {
  if (refusals.length + advice.length === 0) return null;
  return (
    <ul className={classes.checks} aria-label="Checks" aria-live="polite">
      {refusals.map((each) => (
        <li key={each.message} data-kind="refusal" data-code={each.code} data-testid="check">
          <IconBan size={14} aria-label="Cannot be done:" />
          <HostileText text={refusalWords(each)} limit={600} />
        </li>
      ))}
      {advice.map((message) => (
        <li key={message} data-kind="advice" data-testid="check">
          <IconAlertTriangle size={14} aria-label="Advice:" />
          <HostileText text={message} limit={600} />
        </li>
      ))}
    </ul>
  );
}
