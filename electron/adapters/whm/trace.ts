import { visibleText } from '#shared/domain/text/visible.ts';
import type { Access } from './access.ts';
import type { Exchange } from './exchange.ts';
import { WhmFailure } from './failure.ts';
import { maskPath } from './redaction.ts';

/** Parameters of which the value is shown, too: what is asked, never what is written or who may. */
const shown: ReadonlySet<string> = new Set([
  'api.version',
  'app',
  'cluster_user',
  'dnsrole',
  'domain',
  'serialization',
  'server',
  'zone',
]);
const longestPath = 300;

/**
 * A path for a trace: of its parameters the names, and the values of a few that can hold no secret.
 * @param path with its query, as it is sent
 */
export function tracedPath(path: string): string {
  const [before = '', query] = maskPath(path).split('?', 2);
  if (query === undefined) return visibleText(before, longestPath);
  const parameters = query.split('&').map((pair) => {
    const [name = ''] = pair.split('=', 1);
    return shown.has(name) ? pair : `${name}=…`;
  });
  return visibleText(`${before}?${parameters.join('&')}`, longestPath);
}

/** What is measured of one exchange until it ends. */
export interface OpenExchange {
  /** @param receivedBytes counted only where somebody listens */
  ended(status: number | null, receivedBytes: () => number): void;
  failed(error: unknown): void;
}

const untraced: OpenExchange = { ended: () => {}, failed: () => {} };

/** Begins an exchange; nothing is measured where nobody listens. */
export function beginExchange(
  access: Pick<Access, 'server' | 'onExchange'>,
  method: Exchange['method'],
  path: string,
  sentBytes = 0,
): OpenExchange {
  const { onExchange, server } = access;
  if (onExchange === undefined) return untraced;
  const begun = performance.now();
  let open = true;
  const tell = (status: number | null, failure: string | null, receivedBytes: number): void => {
    if (!open) return;
    open = false;
    const ms = Math.round(performance.now() - begun);
    const said = method === 'COMMAND' ? visibleText(path, longestPath) : tracedPath(path);
    onExchange({ server: server.id, method, path: said, status, failure, ms, sentBytes, receivedBytes });
  };
  return {
    ended: (status, receivedBytes) => tell(status, null, receivedBytes()),
    failed: (error) => tell(null, error instanceof WhmFailure ? error.error.code : 'internal', 0),
  };
}
