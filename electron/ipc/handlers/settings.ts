import type { Application, CurrentServices } from './application.ts';
import type { Handlers } from './handler.ts';

export function settingsHandlers(
  current: CurrentServices,
  application: Application,
): Pick<Handlers, 'settings.read' | 'settings.write'> {
  return {
    'settings.read': async (input) => await (await current.get()).settings.read(input),
    'settings.write': async (input) => {
      const written = await (await current.get()).settings.write(input);
      if (written.ok) application.settingsChanged(written.value);
      return written;
    },
  };
}
