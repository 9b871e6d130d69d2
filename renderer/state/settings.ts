import { create } from 'zustand';
import type { Settings } from '#shared/contract/settings.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';
import { appError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { reportError } from './notify.ts';
import { useVault } from './vault.ts';

type Layout = Settings['layout'];

interface SettingsState {
  readonly settings: Settings;
  /** Main has told what the user left; while the vault is locked it does not tell all. */
  readonly loaded: boolean;
  /** Main has answered, be it with an error: panels have the size that they keep. */
  readonly answered: boolean;
}

/** The defaults are shown until main has answered, which takes some ms. */
export const useSettings = create<SettingsState>()(() => ({
  settings: defaultSettings,
  loaded: false,
  answered: false,
}));

async function readSettings(): Promise<void> {
  const isOpen = (): boolean => useVault.getState().vault?.locked === false;
  const before = isOpen();
  const result = await call('settings.read', {});
  const loaded = before && isOpen();
  useSettings.setState(result.ok ? { settings: result.value, loaded, answered: true } : { answered: true });
  if (!result.ok) reportError('Settings could not be read', result.error);
}

/**
 * Reads the settings now, and again whenever the vault is opened.
 * @returns a function that ends it
 */
export function followSettings(): () => void {
  void readSettings();
  return useVault.subscribe(({ vault }, before) => {
    if (vault?.locked === false && before.vault?.locked !== false) void readSettings();
  });
}

/** Shows the new settings at once and stores them; what could not be stored is said and taken back. */
export async function writeSettings(patch: Partial<Settings>): Promise<void> {
  const { settings: before, loaded } = useSettings.getState();
  if (patch.safety !== undefined && !loaded) {
    // Made of levels that are not there yet, it would take all others away.
    reportError(
      'The level could not be saved',
      appError('vault.locked', 'The settings have not been read yet: try again.'),
    );
    return;
  }
  useSettings.setState({ settings: { ...before, ...patch } });
  const result = await call('settings.write', patch);
  if (result.ok) return;
  useSettings.setState({ settings: before });
  reportError('Settings could not be saved', result.error);
}

/** Runs while panels are being moved; null: their sizes are stored. */
let layoutTimer: number | null = null;
const layoutRest = 400;

async function storeLayout(): Promise<void> {
  if (layoutTimer === null) return;
  window.clearTimeout(layoutTimer);
  layoutTimer = null;
  const result = await call('settings.write', { layout: useSettings.getState().settings.layout });
  if (!result.ok) reportError('The layout could not be saved', result.error);
}

/** Stores panels' sizes that have not come to rest when the page ends; main waits for what it was sent. */
export function keepLayout(): void {
  window.addEventListener('pagehide', () => void storeLayout());
}

/** Panels follow the pointer at once; the sizes are stored when it has come to rest. */
export function arrange(patch: Partial<Layout>): void {
  const { settings, loaded } = useSettings.getState();
  const layout = { ...settings.layout, ...patch };
  useSettings.setState({ settings: { ...settings, layout } });
  if (!loaded) return;
  if (layoutTimer !== null) window.clearTimeout(layoutTimer);
  layoutTimer = window.setTimeout(() => void storeLayout(), layoutRest);
}
