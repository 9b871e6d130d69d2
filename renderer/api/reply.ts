import {
  appError,
  err,
  errorCodes,
  failure,
  type AppError,
  type ErrorCode,
  type Result,
} from '#shared/errors/index.ts';

const codes: ReadonlySet<string> = new Set(errorCodes);

/**
 * Checks the outer shape of a reply; main has checked what is inside.
 * @param reply what the bridge gave
 * @returns the reply itself, or `ipc.invalid`
 */
export function readReply<T>(reply: unknown): Result<T> {
  if (isRecord(reply) && reply['ok'] === true && 'value' in reply) return { ok: true, value: reply['value'] as T };
  if (isRecord(reply) && reply['ok'] === false) return err(readError(reply['error']));
  return failure('ipc.invalid', 'Main sent an answer that cannot be read.');
}

/** Checks the shape of an error that crossed from main. */
export function readError(error: unknown): AppError {
  if (isRecord(error) && typeof error['message'] === 'string' && codes.has(String(error['code']))) {
    return {
      ...appError(error['code'] as ErrorCode, error['message']),
      retryable: error['retryable'] === true,
      ...(isRecord(error['details']) ? { details: error['details'] as NonNullable<AppError['details']> } : {}),
      ...(typeof error['requestId'] === 'string' ? { requestId: error['requestId'] } : {}),
    };
  }
  return appError('ipc.invalid', 'Main sent an error that cannot be read.');
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
