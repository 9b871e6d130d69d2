import { create } from 'zustand';
import type { VaultState } from '#shared/contract/vault.ts';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { reportError } from './notify.ts';
import { showLast, watchStream } from './watch.ts';

interface VaultProjection {
  /** Null before main has told: nothing of the fleet is shown until then. */
  readonly vault: VaultState | null;
  readonly error: AppError | null;
}

export const useVault = create<VaultProjection>()(() => ({ vault: null, error: null }));

/** @returns a function that ends the watch */
export function watchVault(): () => void {
  return watchStream(
    'vault.watch',
    {},
    showLast(
      (vault) => useVault.setState({ vault, error: null }),
      (error) => useVault.setState({ error }),
    ),
  );
}

export async function lockVault(): Promise<void> {
  const result = await call('vault.lock', {});
  if (!result.ok) reportError('The vault could not be locked', result.error);
}

/** Has a keychain asked again that gave no token, and then the servers. */
export async function askKeychainAgain(): Promise<void> {
  const answered = await call('vault.unlock', { passphrase: null });
  const result = answered.ok ? await call('fleet.refresh', { ids: null }) : answered;
  if (!result.ok) reportError('The keychain could not be asked', result.error);
}

const touchEvery = 20_000;

/** Tells main that the user is there, at most every 20 s; main counts the idle time. */
export function watchPresence(): () => void {
  let last = -touchEvery;
  const touch = (): void => {
    // Not the time of day: a clock that is set back must not lock out who is there.
    const now = performance.now();
    if (now - last < touchEvery || useVault.getState().vault?.locked !== false) return;
    last = now;
    void call('vault.touch', {});
  };
  const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
  for (const event of events) window.addEventListener(event, touch, { passive: true, capture: true });
  return () => {
    for (const event of events) window.removeEventListener(event, touch, { capture: true });
  };
}
