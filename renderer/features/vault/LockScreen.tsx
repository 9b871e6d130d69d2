import { useEffect, useRef, useState, type FormEvent } from 'react';
import { IconLock } from '@tabler/icons-react';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { useVault } from '#renderer/state/vault.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Button, TextInput } from '#renderer/ui/controls.ts';
import screens from '#renderer/ui/Screen.module.css';
import classes from './LockScreen.module.css';

/** Nothing of the fleet is rendered while this is shown. */
export default function LockScreen() {
  const passphraseSet = useVault((state) => state.vault?.passphraseSet ?? false);
  const keychain = useVault((state) => state.vault?.keychain);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  // Whatever had the focus is gone: the keyboard goes where the way on is.
  useEffect(() => (passphrase.current ?? button.current)?.focus(), []);

  const unlock = async (): Promise<void> => {
    const field = passphrase.current;
    setBusy(true);
    setError(null);
    const answer = call('vault.unlock', { passphrase: field?.value ? field.value : null });
    if (field) field.value = '';
    const result = await answer;
    setBusy(false);
    if (result.ok) return;
    setError(result.error);
    requestAnimationFrame(() => field?.focus());
  };

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void unlock();
  };

  return (
    <main className={screens.screen} data-testid="lock-screen">
      <form className={classes.card} onSubmit={onSubmit}>
        <IconLock size={28} stroke={1.5} aria-hidden />
        <h1>Nameward is locked</h1>
        <p>No API token is read from the keychain until you unlock it.</p>
        {passphraseSet ? (
          <TextInput
            ref={passphrase}
            type="password"
            label="Passphrase"
            autoComplete="off"
            disabled={busy}
            data-testid="unlock-passphrase"
          />
        ) : null}
        {error ? <ErrorNotice error={error} /> : null}
        {!error && keychain?.state === 'locked' ? (
          <ErrorNotice error={{ code: 'keychain.locked', message: keychain.message }} />
        ) : null}
        <Button ref={button} type="submit" variant="filled" loading={busy} data-testid="unlock">
          Unlock
        </Button>
      </form>
    </main>
  );
}
