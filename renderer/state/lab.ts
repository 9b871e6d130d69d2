import { create } from 'zustand';
import type { LabState } from '#shared/contract/app.ts';
import { call } from '#renderer/api/index.ts';
import { reportError } from './notify.ts';
import { showLast, watchStream } from './watch.ts';

/** Null before main has told. */
export const useLab = create<{ readonly lab: LabState | null }>()(() => ({ lab: null }));

/** @returns a function that ends the watch */
export function watchLab(): () => void {
  return watchStream(
    'app.watchLab',
    {},
    showLast(
      (lab) => useLab.setState({ lab }),
      // What was told last stays; the stream is opened again by itself.
      () => {},
    ),
  );
}

/** Starts a lab that has failed again; what becomes of it comes over the watch. */
export async function startLab(): Promise<void> {
  const result = await call('app.startLab', {});
  if (!result.ok) reportError('The lab could not be started', result.error);
}
