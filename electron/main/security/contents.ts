import { app, type WebContents } from 'electron';
import { pageOrigin } from '#electron/ipc/sender.ts';

export const pageAddress = `${pageOrigin}/index.html`;

/** A page that leaves again and again is not brought back for ever: so many times within so long, ms. */
const returns = 5;
const returnsWithin = 60_000;

/** Guards whatever Electron makes to show pages in, now and later. Before the first window. */
export function guardAllContents(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

/** Keeps a page where it is: no navigation, no windows, no views inside it, no way out by WebRTC. */
function guardContents(contents: WebContents): void {
  const refuseForeign = (event: { preventDefault(): void; url: string }): void => {
    if (!isHome(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  bringBack(contents);
}

/** An empty page is loaded without anybody being asked (`about:blank`): what was left is loaded again. */
function bringBack(contents: WebContents): void {
  let lately: number[] = [];
  contents.on('did-navigate', (_event, url) => {
    if (isHome(url)) return;
    const now = performance.now();
    lately = [...lately.filter((at) => now - at < returnsWithin), now];
    if (lately.length <= returns) void contents.loadURL(pageAddress);
  });
}

/** The page, and what the developer tools of an unpackaged Nameward consist of. */
function isHome(url: string): boolean {
  return url === pageAddress || (!app.isPackaged && url.startsWith('devtools://'));
}
