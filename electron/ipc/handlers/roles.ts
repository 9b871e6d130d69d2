import type { CurrentServices } from './application.ts';
import type { Handlers } from './handler.ts';

export function rolesHandlers(current: CurrentServices): Pick<Handlers, 'roles.preview' | 'roles.apply'> {
  return {
    'roles.preview': async (input) => await (await current.connected()).roles.preview(input),
    'roles.apply': async (input) => await (await current.connected()).roles.apply(input),
  };
}
