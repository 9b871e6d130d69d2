import { ok } from '#shared/errors/index.ts';
import type { Application } from '#electron/ipc/application.ts';
import type { Handlers } from './handler.ts';

type Names =
  | 'app.describe'
  | 'app.openProfile'
  | 'app.watchLab'
  | 'app.watchMenu'
  | 'app.startLab'
  | 'app.openExternal'
  | 'app.saveText'
  | 'app.painted';

export function appHandlers(application: Application): Pick<Handlers, Names> {
  return {
    'app.describe': async () => ok(await application.describe()),
    'app.openProfile': async ({ profile }) => await application.openProfile(profile),
    'app.watchLab': (_input, sink) => ({ close: application.watchLab((state) => sink.item(state)) }),
    'app.watchMenu': (_input, sink) => ({ close: application.watchMenu((action) => sink.item({ action })) }),
    'app.startLab': () => {
      application.startLab();
      return Promise.resolve(ok({}));
    },
    'app.openExternal': async ({ url }) => await application.openExternal(url),
    'app.saveText': async (file) => await application.saveText(file),
    'app.painted': (picture) => {
      application.painted(picture);
      return Promise.resolve(ok({}));
    },
  };
}
