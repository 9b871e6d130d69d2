import type { IncomingMessage } from 'node:http';
import type { World } from './world.ts';

/** Zones of a whole server may come in one body (`synczones_local`). */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

export interface ParsedRequest {
  readonly method: string;
  /** Without query and `/cpsess…` prefix. */
  readonly path: string;
  /** `/cpsess` and ten digits, null without. */
  readonly securityToken: string | null;
  /** Path and query as they came, without a `/cpsess…` prefix. */
  readonly target: string;
  readonly httpVersion: string;
  /** Query; the form body is appended by readForm. */
  readonly params: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly host: string;
  /** The client's address; of a server of the fleet its cluster address. */
  readonly address: string;
  /** Id of the calling server, null for a client from outside. */
  readonly from: string | null;
}

/** @returns null for a request line that is no URL path */
export function parseRequest(incoming: IncomingMessage, world: World): ParsedRequest | null {
  const target = incoming.url ?? '';
  if (!target.startsWith('/') || !URL.canParse(target, 'https://whm')) return null;
  const url = new URL(target, 'https://whm');
  const match = /^(\/cpsess\d{10})(\/.*)?$/.exec(decodeUnreserved(url.pathname));
  const remote = (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const peer = world.callerAt(remote, incoming.socket.remotePort ?? 0);
  return {
    method: incoming.method ?? 'GET',
    path: match === null ? decodeUnreserved(url.pathname) : (match[2] ?? '/'),
    securityToken: match?.[1] ?? null,
    target: target.replace(/^\/cpsess\d{10}(?=\/|$)/, ''),
    httpVersion: incoming.httpVersion,
    params: url.searchParams,
    headers: incoming.headers,
    host: incoming.headers.host ?? '',
    address: peer?.address ?? remote,
    from: peer?.id ?? null,
  };
}

/**
 * Characters that mean the same with and without an escape (RFC 3986, 2.3), which cPanel's own client escapes as well:
 * `api%2Eversion`.
 */
function decodeUnreserved(path: string): string {
  return path.replaceAll(/%[0-9A-Fa-f]{2}/g, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape;
  });
}

/** Bodies that say they are something else, in which WHM looks for no form. */
const OTHER_BODY = /^\s*(multipart\/|application\/json\b)/i;

/**
 * Reads a form body and appends it to the parameters, whatever its type is said to be: cPanel's own Perl client sends
 * `application/octet-stream`, and WHM takes it.
 * @returns false when it is too long; the rest is then not read
 */
export async function readForm(incoming: IncomingMessage, params: URLSearchParams): Promise<boolean> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return false;
    chunks.push(chunk);
  }
  if (!OTHER_BODY.test(incoming.headers['content-type'] ?? '')) {
    for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString('utf8'))) params.append(name, value);
  }
  return true;
}
