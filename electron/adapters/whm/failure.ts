import { appError, type AppError, type ErrorCode, type ErrorDetails } from '#shared/errors/index.ts';

/** An expected failure on its way to the edge of the adapter, where `client.ts` turns it into a `Result`. */
export class WhmFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.message);
    this.name = 'WhmFailure';
    this.error = error;
  }
}

/** Builds the failure with `retryable` by its code. */
export function whmFailure(code: ErrorCode, message: string, details?: ErrorDetails): WhmFailure {
  return new WhmFailure(appError(code, message, details));
}

/**
 * What went wrong while a change was on its way: an answer that nobody understands, or that is longer than an answer
 * can be, was given to a change that has arrived. `details.sent` says so.
 */
export function whileSending(error: unknown): unknown {
  if (!(error instanceof WhmFailure)) return error;
  const { code, message, details } = error.error;
  if (code !== 'whm.protocol' || details?.['reason'] === 'no-tls') return error;
  return whmFailure(code, `${message} What became of the change is open.`, { ...details, sent: true });
}

/** The caller gave up; nothing is known of what the server made of the request. */
export function cancelled(): WhmFailure {
  return whmFailure('cancelled', 'Cancelled.');
}

/** Why a connection or an exchange failed: `details.reason` of `whm.unreachable` and `whm.protocol`. */
export type TransportReason =
  | 'name'
  | 'refused'
  | 'no-route'
  | 'connect-timeout'
  | 'tls-timeout'
  | 'timeout'
  | 'reset'
  | 'half-answer'
  | 'no-tls'
  | 'closed'
  | 'other';

/** How far an exchange had come. */
export type Phase = 'connecting' | 'waiting' | 'reading';

const reasonByCode: Readonly<Record<string, TransportReason>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_NODATA: 'name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EHOSTDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  UND_ERR_SOCKET: 'reset',
  EPROTO: 'no-tls',
};

const words: Readonly<Record<TransportReason, (place: string) => string>> = {
  name: (place) => `No address was found for the host name of ${place}.`,
  refused: (place) => `${place} refused the connection: nothing listens there, or a firewall rejects it.`,
  'no-route': (place) => `There is no route to ${place}.`,
  'connect-timeout': (place) =>
    `${place} did not take the connection in time: the port is filtered (a firewall on the way drops it), or the server is down.`,
  'tls-timeout': (place) =>
    `${place} took the connection and did not answer the start of TLS: the port is open, but what listens there hangs or does not speak TLS.`,
  timeout: (place) => `${place} took the request and did not answer in time.`,
  reset: (place) => `${place} cut the connection before it answered.`,
  'half-answer': (place) => `${place} broke off in the middle of its answer.`,
  'no-tls': (place) => `${place} does not speak TLS.`,
  closed: (place) => `The connection to ${place} was closed.`,
  other: (place) => `The connection to ${place} failed.`,
};

/** `whm.unreachable` with the words of its reason. */
export function unreachable(reason: TransportReason, place: string, details: ErrorDetails = {}): WhmFailure {
  return whmFailure('whm.unreachable', words[reason](place), { reason, ...details });
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code === 'string') return code;
  // Node gathers the attempts on several addresses of one name.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

/**
 * Puts an error of the network, TLS or the HTTP parser into a code and words of its own.
 * @param phase an end of the connection means something else in each
 * @param place `HOST:PORT`
 */
export function transportFailure(error: unknown, phase: Phase, place: string): WhmFailure {
  if (error instanceof WhmFailure) return error;
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') {
    return whmFailure('whm.protocol', `${place} sent more headers than an answer has; it was cut off.`, {
      reason: 'headers',
    });
  }
  if (code.startsWith('HPE_')) {
    return whmFailure('whm.protocol', `${place} did not answer in HTTP.`, { reason: 'not-http' });
  }
  if (phase === 'reading') return unreachable('half-answer', place);
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return unreachable('no-tls', place, { cause: code });
  const reason = reasonByCode[code] ?? 'other';
  return unreachable(reason, place, reason === 'other' && code !== '' ? { cause: code } : {});
}
