import { builtOn } from './built-on.ts';
import { app, dialog, shell, type BrowserWindow } from 'electron';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Application } from '#electron/ipc/index.ts';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import type { Profiles } from '#electron/main/profile/profiles.ts';
import type { WindowMemory } from '#electron/main/window/window-memory.ts';
import { externalLink } from '#electron/main/security/links.ts';

export interface ApplicationOptions extends Pick<Application, 'painted' | 'settingsChanged' | 'watchMenu'> {
  readonly window: BrowserWindow;
  readonly profiles: Profiles;
  readonly memory: WindowMemory;
  /** Opens the profile and loads the page again. */
  readonly switchProfile: (name: string) => Promise<Result<unknown>>;
}

/** What the page may ask of the program around it. */
export function createApplication({
  window,
  profiles,
  memory,
  switchProfile,
  ...rest
}: ApplicationOptions): Application {
  return {
    ...rest,
    async describe() {
      const session = await profiles.current();
      return {
        version: app.getVersion(),
        builtOn: builtOn(),
        profile: session.folder.name,
        lab: session.lab,
        platform: process.platform,
        electron: process.versions.electron,
        keychain: await session.keychain(),
        notices: [...(await memory.notices()), ...session.notices()],
      };
    },
    async openProfile(profile) {
      const opened = await switchProfile(profile);
      return opened.ok ? ok({}) : opened;
    },
    watchLab(listener) {
      let leave: (() => void) | null = null;
      let over = false;
      void profiles.current().then((session) => {
        if (!over) leave = session.labStatus.watch(listener);
      });
      return () => {
        over = true;
        leave?.();
      };
    },
    startLab: () => void profiles.current().then(async (session) => await session.restartLab()),
    async openExternal(url) {
      const link = externalLink(url);
      if (link === null) return failure('ipc.refused', 'Nameward opens links to the documentation only.');
      await shell.openExternal(link);
      return ok({});
    },
    async saveText({ name, text }) {
      const chosen = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name) });
      if (chosen.canceled || chosen.filePath === '') return ok({ saved: false });
      try {
        await writeFile(chosen.filePath, text);
      } catch (error) {
        return failure('store.failed', `${name} could not be saved: ${String(error)}`);
      }
      return ok({ saved: true });
    },
  };
}
