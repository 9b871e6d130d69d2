import { app, protocol, type Session } from 'electron';
import { pageOrigin } from '#electron/ipc/sender.ts';
import type { PageSource } from './page-files.ts';

const scheme = 'app';

/** What the page may use of the browser around it. Everything that is not named is denied. */
const permissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** A port that nothing listens on; the loopback, which proxies usually leave out, is no exception. */
const nowhere = { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:9', proxyBypassRules: '<-loopback>' } as const;

/** Must run before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // The compiled page is kept beside the profile, for a quick start.
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the page and closes every other way in or out of the session.
 * @param page where the page comes from
 */
export function guardSession(session: Session, page: PageSource): void {
  // protocol.handle speaks in fetch's terms and would load all of fetch before the first file, 40 ms of the start.
  session.protocol.registerBufferProtocol(scheme, (request, reply) => {
    void page.answer(request).then(({ status, headers, body }) => {
      const [mimeType = '', charset] = String(headers['content-type']).split('; charset=');
      reply({ statusCode: status, headers: { ...headers }, mimeType, ...(charset ? { charset } : {}), data: body });
    });
  });
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permissions.has(permission) && isPage(contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => {
    return permissions.has(permission) && isPage(origin.endsWith('/') ? origin : `${origin}/`);
  });
  session.setDevicePermissionHandler(() => false);
  // The page has no network at all. What main itself does does not go through this session.
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !(mayLoad(details.url) || isOpenTo(page, details.url)) });
  });
  // WebRTC asks neither the policy of the page nor webRequest: it finds no road out but a proxy that is not there.
  void session.setProxy(
    page.opens === null ? nowhere : { ...nowhere, proxyBypassRules: `<-loopback>;${page.opens.host}` },
  );
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}

function isPage(url: string): boolean {
  return url.startsWith(`${pageOrigin}/`);
}

function isOpenTo({ opens }: PageSource, url: string): boolean {
  return opens !== null && new URL(url).origin === opens.origin;
}

function mayLoad(url: string): boolean {
  if (isPage(url) || url.startsWith('data:image/') || url.startsWith(`blob:${pageOrigin}/`)) return true;
  return !app.isPackaged && (url.startsWith('devtools://') || url.startsWith('data:'));
}
