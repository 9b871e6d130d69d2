import type { Settings } from './settings.ts';

/** What holds before the user has chosen anything; the document on disk has the same defaults. */
export const defaultSettings: Settings = {
  theme: 'system',
  lockAfterMinutes: 0,
  pollSeconds: 30,
  layout: { inspectorWidth: 360, dockHeight: 240, dockOpen: false, inspectorOpen: true },
  safety: {},
};
