import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { Access } from './access.ts';
import { WhmFailure } from './failure.ts';
import { redactError } from './redaction.ts';

/** A failure as plain data, with nothing secret in it. */
export function translate(access: Access, error: unknown): AppError {
  if (error instanceof WhmFailure) return redactError(error.error, access.redact);
  const name = error instanceof Error ? error.name : typeof error;
  // A bug: its message may quote what was sent, so only its kind is told.
  return appError('internal', `The WHM adapter failed unexpectedly (${name}).`);
}

/** The edge of the adapter: failures become plain errors here. */
export async function edge<T>(access: Access, work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    return err(translate(access, error));
  }
}
