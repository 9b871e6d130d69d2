import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { pageOrigin } from '#electron/ipc/sender.ts';

/** Types of the files that a page consists of; anything else is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Stands in index.html; main puts a fresh value in its place for each load. */
export const noncePlaceholder = '__CSP_NONCE__';

/**
 * The policy of the page: nothing but its own files, no network, no frames, no plug-ins.
 * @param nonce admits the style elements that Mantine writes
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Positions and sizes are style attributes; they can load nothing, since every other source is closed.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * No opener policy: the page has no opener and can open nothing, and the policy would cost the start a second process.
 */
export const closedHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface PageRequest {
  readonly method: string;
  readonly url: string;
}

/** Where the page comes from. */
export interface PageSource {
  answer(request: PageRequest): Promise<PageAnswer>;
  /** The one address besides its own files that the page may open; null: none, as in the built app. */
  readonly opens: URL | null;
}

/** @param root folder of the built page */
export function builtPage(root: string): PageSource {
  return { answer: async (request) => await answerPageRequest(root, request), opens: null };
}

/**
 * Answers a request of the page for one of its files.
 * @param root folder of the built page
 * @param request any request to our scheme
 * @returns the file; 404 for whatever is not one of them, a path that leads out of the folder included
 */
export async function answerPageRequest(root: string, request: PageRequest): Promise<PageAnswer> {
  const file = request.method === 'GET' ? fileOf(root, request.url) : null;
  const type = file === null ? undefined : contentTypes[extname(file)];
  if (file === null || type === undefined) return missing();
  let body: Buffer;
  try {
    body = await readFile(file);
  } catch {
    return missing();
  }
  const headers = { ...closedHeaders, 'content-type': type };
  if (type !== contentTypes['.html']) return { status: 200, headers, body };
  const nonce = freshNonce();
  return {
    status: 200,
    headers: { ...headers, 'content-security-policy': contentSecurityPolicy(nonce), 'cache-control': 'no-store' },
    body: Buffer.from(body.toString('utf8').replaceAll(noncePlaceholder, nonce)),
  };
}

/** Admits the styles of one load. */
export function freshNonce(): string {
  return randomBytes(16).toString('base64');
}

/** @returns null for an address that is not one of a file below the root */
function fileOf(root: string, address: string): string | null {
  if (!address.startsWith(`${pageOrigin}/`)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root.endsWith(sep) ? root : root + sep) ? file : null;
}

function missing(): PageAnswer {
  return { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from('Not found') };
}
