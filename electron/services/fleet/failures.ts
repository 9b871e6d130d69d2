import type { Failure } from '#shared/domain/topology/observation.ts';
import type { AppError, ErrorCode } from '#shared/errors/index.ts';

/**
 * After these nothing is sent to the server until the user acts: a refused token or an unknown certificate is tried
 * once.
 */
const suspending: ReadonlySet<ErrorCode> = new Set([
  'whm.unauthorized',
  'whm.tls-changed',
  'whm.tls-untrusted',
  'keychain.missing',
]);

/** The next call would fare the same: the rest of the round is not tried. */
const ending: ReadonlySet<ErrorCode> = new Set([...suspending, 'whm.unreachable', 'cancelled']);

/** May be gone at the next round: what is known of the server stays until then. */
const passing: ReadonlySet<ErrorCode> = new Set(['whm.unreachable', 'whm.busy']);

export const suspends = (error: AppError): boolean => suspending.has(error.code);
export const endsRound = (error: AppError): boolean => ending.has(error.code);
export const isPassing = (error: AppError): boolean => passing.has(error.code);

export function asFailure(error: AppError): Failure {
  return { code: error.code, message: error.message };
}
