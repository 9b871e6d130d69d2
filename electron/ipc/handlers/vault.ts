import type { CurrentServices } from '#electron/ipc/application.ts';
import type { Handlers } from './handler.ts';

type Names = 'vault.watch' | 'vault.lock' | 'vault.unlock' | 'vault.setPassphrase' | 'vault.touch';

export function vaultHandlers(current: CurrentServices): Pick<Handlers, Names> {
  return {
    'vault.watch': (_input, sink) => ({
      close: current.follow((services) => services.vault.watch((state) => sink.item(state))),
    }),
    'vault.lock': async (input) => await (await current.get()).vault.lock(input),
    'vault.unlock': async (input) => await (await current.get()).vault.unlock(input),
    'vault.setPassphrase': async (input) => await (await current.get()).vault.setPassphrase(input),
    'vault.touch': async (input) => await (await current.get()).vault.touch(input),
  };
}
