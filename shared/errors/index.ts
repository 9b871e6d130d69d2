/** Errors as plain data: they cross IPC and stand in `--json` output, so nothing in them may be secret. */

export const errorCodes = [
  'whm.unreachable',
  'whm.tls-untrusted',
  'whm.tls-changed',
  'whm.unauthorized',
  'whm.forbidden',
  'whm.busy',
  'whm.protocol',
  'whm.rejected',
  'whm.unsupported',
  'keychain.unavailable',
  'keychain.locked',
  'keychain.missing',
  'store.corrupt',
  'store.newer',
  'store.failed',
  'servers.duplicate',
  'servers.unknown',
  'input.invalid',
  'ipc.unknown',
  'ipc.invalid',
  'ipc.output',
  'ipc.refused',
  'vault.locked',
  'vault.passphrase',
  'lab.failed',
  'plan.stale',
  'plan.precondition',
  'plan.partial',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/**
 * What failed, why and whether trying again can help. The page chooses the words by `code`; `message` is English and
 * names the particulars.
 */
export interface AppError {
  readonly code: ErrorCode;
  readonly message: string;
  /** A later repeat of a read may succeed by itself. */
  readonly retryable: boolean;
  readonly details?: ErrorDetails | undefined;
  readonly requestId?: string | undefined;
}

export type Result<T, E = AppError> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

const retryableCodes: ReadonlySet<ErrorCode> = new Set(['whm.unreachable', 'whm.busy']);

/** Builds an AppError; `retryable` follows from the code. */
export function appError(code: ErrorCode, message: string, details?: ErrorDetails): AppError {
  return { code, message, retryable: retryableCodes.has(code), ...(details ? { details } : {}) };
}

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}

/** `err(appError(…))` in one. */
export function failure(code: ErrorCode, message: string, details?: ErrorDetails): Result<never> {
  return err(appError(code, message, details));
}
