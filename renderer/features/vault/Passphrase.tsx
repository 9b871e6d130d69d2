import { useRef, useState, type FormEvent } from 'react';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { reportDone } from '#renderer/state/notify.ts';
import { useVault } from '#renderer/state/vault.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Button, Modal, TextInput } from '#renderer/ui/controls.ts';
import classes from './VaultView.module.css';

const shortest = 8;

interface PassphraseProps {
  readonly dialog: Extract<Dialog, { kind: 'passphrase' }>;
  readonly onClose: () => void;
}

/** Sets, changes or takes away the passphrase that unlocking asks for. The words stay in their elements. */
// oxlint-disable-next-line max-lines-per-function -- one form: its fields and its outcome share its values
export default function Passphrase({ onClose }: PassphraseProps) {
  const [before] = useState(() => useVault.getState().vault?.passphraseSet ?? false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);

  const send = async (remove: boolean): Promise<void> => {
    setBusy(true);
    setError(null);
    const answer = call('vault.setPassphrase', {
      current: current.current?.value ? current.current.value : null,
      next: remove ? null : (next.current?.value ?? ''),
    });
    for (const field of [current, next, again]) if (field.current) field.current.value = '';
    const result = await answer;
    setBusy(false);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    reportDone(remove ? 'The passphrase was taken away' : 'The passphrase was set');
    onClose();
  };

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = next.current?.value ?? '';
    const found =
      wanted.length < shortest
        ? `Use at least ${shortest} characters.`
        : wanted !== again.current?.value
          ? 'The two do not match.'
          : null;
    setProblem(found);
    if (found === null) void send(false);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      size={400}
      title={before ? 'Change the passphrase' : 'Set a passphrase'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className={classes.passphrase} onSubmit={onSubmit}>
        {before ? (
          <TextInput
            ref={current}
            type="password"
            label="Passphrase now"
            autoComplete="off"
            data-autofocus
            disabled={busy}
          />
        ) : null}
        <TextInput
          ref={next}
          type="password"
          label="New passphrase"
          description="Asked for when the vault is unlocked. It cannot be recovered."
          autoComplete="off"
          data-autofocus={before ? undefined : true}
          disabled={busy}
        />
        <TextInput
          ref={again}
          type="password"
          label="New passphrase again"
          autoComplete="off"
          error={problem}
          disabled={busy}
        />
        {error ? <ErrorNotice error={error} /> : null}
        <div className="nw-dialog-footer">
          {before ? (
            <Button disabled={busy} onClick={() => void send(true)}>
              Take it away
            </Button>
          ) : null}
          <Button disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="filled" loading={busy}>
            {before ? 'Change' : 'Set'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
