import { create } from 'zustand';
import type { AppDescription } from '#shared/contract/app.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { reportError } from './notify.ts';

interface ApplicationState {
  readonly description: AppDescription | null;
  /** Main did not answer the first question. */
  readonly error: AppError | null;
  /** Indexes of the notices that the user has dismissed in this run. */
  readonly dismissed: readonly number[];
}

export const useApplication = create<ApplicationState>()(() => ({ description: null, error: null, dismissed: [] }));

/** Main answers within some ms; after this it is said that it does not, ms. An answer that comes later still counts. */
const patience = 8_000;

export async function describeApplication(): Promise<void> {
  const timer = window.setTimeout(() => {
    useApplication.setState({ error: appError('ipc.refused', `There was no answer for ${patience / 1_000} seconds.`) });
  }, patience);
  const result = await call('app.describe', {});
  window.clearTimeout(timer);
  useApplication.setState(
    result.ok ? { description: result.value, error: null } : { description: null, error: result.error },
  );
}

export function dismissNotice(index: number): void {
  useApplication.setState(({ dismissed }) => ({ dismissed: [...dismissed, index] }));
}

/** Opens another profile in place of this one. */
export async function openProfile(profile: 'default' | 'lab'): Promise<void> {
  const result = await call('app.openProfile', { profile });
  if (!result.ok)
    reportError(profile === 'lab' ? 'The lab could not be opened' : 'The profile could not be opened', result.error);
}
