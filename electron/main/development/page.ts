import { pageOrigin } from '#electron/ipc/sender.ts';
import {
  closedHeaders,
  contentSecurityPolicy,
  freshNonce,
  noncePlaceholder,
  type PageAnswer,
  type PageSource,
} from '#electron/main/security/page-files.ts';

/**
 * The page as Vite's server gives it, under its own origin and policy all the same, so that what the policy refuses
 * fails while it is being written. Open besides: Vite's WebSocket, by which it tells what has changed, and the script
 * inside index.html that prepares React for that. No part of the built app (`electron.vite.config.ts`).
 * @param address of Vite's server, `http://127.0.0.1:PORT`
 */
export function developmentPage(address: string): PageSource {
  const server = new URL(address);
  const opens = new URL(`ws://${server.host}/`);
  return {
    opens,
    async answer({ method, url }) {
      if (method !== 'GET' || !url.startsWith(`${pageOrigin}/`)) return refusal(404, 'Not found');
      const { pathname, search } = new URL(url);
      let answer: Response;
      try {
        answer = await fetch(new URL(pathname + search, server), { headers: { accept: '*/*' } });
      } catch (error) {
        return refusal(502, `Vite's server does not answer: ${String(error)}`);
      }
      const type = answer.headers.get('content-type') ?? 'text/plain';
      const headers = { ...closedHeaders, 'content-type': type, 'cache-control': 'no-store' };
      const body = Buffer.from(await answer.arrayBuffer());
      if (!type.startsWith('text/html')) return { status: answer.status, headers, body };
      const nonce = freshNonce();
      return {
        status: answer.status,
        headers: { ...headers, 'content-security-policy': developmentPolicy(nonce, opens) },
        body: Buffer.from(withNonce(body.toString('utf8'), nonce)),
      };
    },
  };
}

/** The policy of the built page and the two things that Vite needs. */
function developmentPolicy(nonce: string, opens: URL): string {
  return contentSecurityPolicy(nonce)
    .replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`)
    .replace("connect-src 'none'", `connect-src ${opens.origin}`);
}

/** Vite's client looks for the nonce of its style elements on the meta element itself. */
function withNonce(html: string, nonce: string): string {
  return html
    .replaceAll(noncePlaceholder, nonce)
    .replace('property="csp-nonce"', `property="csp-nonce" nonce="${nonce}"`)
    .replaceAll(/<script(?=[\s>])/g, `<script nonce="${nonce}"`);
}

function refusal(status: number, words: string): PageAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(words) };
}
