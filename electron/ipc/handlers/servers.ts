import type { CurrentServices } from '#electron/ipc/application.ts';
import type { Handlers } from './handler.ts';

type Names =
  'servers.list' | 'servers.inspectCertificate' | 'servers.add' | 'servers.edit' | 'servers.remove' | 'servers.retry';

export function serversHandlers(current: CurrentServices): Pick<Handlers, Names> {
  return {
    'servers.list': async (input) => await (await current.connected()).servers.list(input),
    'servers.inspectCertificate': async (input) => await (await current.connected()).servers.inspectCertificate(input),
    'servers.add': async (input) => await (await current.connected()).servers.add(input),
    'servers.edit': async (input) => await (await current.connected()).servers.edit(input),
    'servers.remove': async (input) => await (await current.connected()).servers.remove(input),
    'servers.retry': async (input) => await (await current.connected()).servers.retry(input),
  };
}
