import type { Exchange } from '#electron/adapters/whm/index.ts';

/**
 * E.g. `web1 GET /json-api/version?api.version=1 200 in 35 ms, 0 bytes out, 214 in`: one line of `--trace-requests`.
 */
export function exchangeLine({
  server,
  method,
  path,
  status,
  failure,
  ms,
  sentBytes,
  receivedBytes,
}: Exchange): string {
  const outcome = failure ?? (method === 'COMMAND' ? `exit ${status ?? '?'}` : String(status ?? '?'));
  return `${server} ${method} ${path} ${outcome} in ${ms} ms, ${sentBytes} bytes out, ${receivedBytes} in`;
}
