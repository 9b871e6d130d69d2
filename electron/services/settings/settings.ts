import type { ParsedInputOf } from '#shared/contract/index.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import type { SettingsData } from '#shared/schema/settings/index.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';
import type { DocumentStore } from '#electron/services/ports.ts';
import { noticeOf, type NoticeBoard } from '#electron/services/notices.ts';

export interface SettingsService {
  current(): SettingsData;
  /**
   * Where the settings were lost, whatever they protected stays protected: these servers are read-only until the user
   * says otherwise.
   * @param ids of all servers
   */
  protectLost(ids: readonly string[]): void;
  /** @returns the settings after the change; `store.newer|failed`, and then nothing has changed */
  write(change: ParsedInputOf<'settings.write'>): Promise<Result<SettingsData>>;
  onChange(listener: (settings: SettingsData) => void): void;
  /** Waits for what is still being written. */
  settled(): Promise<void>;
}

/** Reads the settings; what cannot be read is replaced by the defaults and told. */
export async function openSettings(
  document: DocumentStore<SettingsData>,
  notices: NoticeBoard,
): Promise<SettingsService> {
  const reading = await document.read();
  const lost = reading.state === 'set-aside' || (reading.state === 'newer' && reading.data === null);
  const notice = noticeOf('settings', reading);
  if (notice && lost) {
    const message = `${notice.message} Every server is read-only until you choose how careful Nameward is to be (Settings, Safety).`;
    notices.add({ ...notice, message });
  } else if (notice) notices.add(notice);
  let settings = (reading.state === 'ok' || reading.state === 'newer' ? reading.data : null) ?? defaultSettings;
  const listeners: ((settings: SettingsData) => void)[] = [];
  /** Writes one after the other, so that a later one does not undo an earlier one. */
  let turn: Promise<unknown> = Promise.resolve();

  const write = async (change: ParsedInputOf<'settings.write'>): Promise<Result<SettingsData>> => {
    const next: SettingsData = {
      theme: change.theme ?? settings.theme,
      lockAfterMinutes: change.lockAfterMinutes ?? settings.lockAfterMinutes,
      pollSeconds: change.pollSeconds ?? settings.pollSeconds,
      layout: change.layout ?? settings.layout,
      safety: change.safety ?? settings.safety,
    };
    const written = await document.write(next);
    if (!written.ok) return written;
    settings = next;
    for (const listener of listeners) listener(settings);
    return ok(settings);
  };

  return {
    current: () => settings,
    protectLost(ids) {
      if (!lost) return;
      settings = { ...settings, safety: Object.fromEntries(ids.map((id) => [id, 'read-only'])) };
    },
    write(change) {
      const result = turn.then(() => write(change));
      turn = result.catch(() => undefined);
      return result;
    },
    onChange(listener) {
      listeners.push(listener);
    },
    async settled() {
      await turn;
    },
  };
}
