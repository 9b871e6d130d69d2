import { useApplication } from '#renderer/state/application.ts';

/** Keys as printed: `Ctrl K`, or `⌘ K` on macOS. */
export function shownKeys(keys: string, platform: string): string {
  return keys.replace('Mod', platform === 'darwin' ? '\u2318' : 'Ctrl');
}

/** @param keys as an action has them */
export function useShownKeys(keys: string | undefined): string | null {
  const platform = useApplication((state) => state.description?.platform ?? '');
  return keys === undefined ? null : shownKeys(keys, platform);
}
