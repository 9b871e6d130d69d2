import { create } from 'zustand';
import type { ServerSettings } from '#shared/contract/plans.ts';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';

/** What was read of one server on request, with the moment. */
export interface SettingsAnswer {
  readonly settings: ServerSettings | null;
  readonly error: AppError | null;
  readonly reading: boolean;
  /** Epoch ms; null before the first answer. */
  readonly at: number | null;
}

const unread: SettingsAnswer = { settings: null, error: null, reading: false, at: null };

export const useServerSettings = create<{ readonly byServer: Readonly<Record<string, SettingsAnswer>> }>()(() => ({
  byServer: {},
}));

export function settingsOf(byServer: Readonly<Record<string, SettingsAnswer>>, server: string): SettingsAnswer {
  return byServer[server] ?? unread;
}

function keepAnswer(server: string, patch: Partial<SettingsAnswer>): void {
  useServerSettings.setState(({ byServer }) => ({
    byServer: { ...byServer, [server]: { ...settingsOf(byServer, server), ...patch } },
  }));
}

/** Asks one server for the settings that the polls leave out; a newer answer stands in place of an older one. */
export async function readServerSettings(server: string): Promise<void> {
  keepAnswer(server, { reading: true, error: null });
  const result = await call('plans.settings', { server });
  keepAnswer(
    server,
    result.ok
      ? { settings: result.value, reading: false, at: Date.now() }
      : { settings: null, error: result.error, reading: false, at: null },
  );
}
