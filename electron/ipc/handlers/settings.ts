import { ok } from '#shared/errors/index.ts';
import type { Application, CurrentServices } from '#electron/ipc/application.ts';
import type { Handlers } from './handler.ts';

export function settingsHandlers(
  current: CurrentServices,
  application: Application,
): Pick<Handlers, 'settings.read' | 'settings.write'> {
  return {
    'settings.read': async (input) => {
      const services = await current.get();
      const read = await services.settings.read(input);
      // The levels are by server: nothing for whoever stands before the lock.
      return read.ok && services.vault.locked() ? ok({ ...read.value, safety: {} }) : read;
    },
    'settings.write': async (input) => {
      const written = await (await current.get()).settings.write(input);
      if (written.ok) application.settingsChanged(written.value);
      return written;
    },
  };
}
