import { cutForMasking } from '#shared/domain/logs/cut.ts';
import { maskSecrets } from '#shared/domain/logs/mask.ts';
import { visibleText } from '#shared/domain/text/visible.ts';
import type { AppError, ErrorDetails } from '#shared/errors/index.ts';

export const masked = '••••';

/** A shorter secret stands in plain words, too. */
export const shortestSecret = 6;
/** Longest text of a server inside an error or a record, in UTF-16 units. */
const textLimit = 500;

/** Makes text of a server fit to be kept and shown. */
export type Redact = (text: string, limit?: number) => string;

/**
 * Replaces the given secrets wherever they stand, whatever looks like one, and makes control characters visible.
 * @param secrets asked for at each use, because a session comes and goes; short ones are left out, they would mask
 *   plain words
 */
export function createRedaction(secrets: () => readonly string[]): Redact {
  return (text, limit = textLimit) => {
    // Cut first: a server must not make us search megabytes.
    let shown = cutForMasking(text, limit * 4);
    for (const secret of secrets()) {
      if (secret.length >= shortestSecret) shown = shown.replaceAll(secret, masked);
    }
    return visibleText(maskSecrets(shown), limit);
  };
}

/** The same error with its words redacted. */
export function redactError(error: AppError, redact: Redact): AppError {
  if (error.details === undefined) return { ...error, message: redact(error.message) };
  const details: Record<string, ErrorDetails[string]> = {};
  for (const [name, value] of Object.entries(error.details)) {
    details[name] = typeof value === 'string' ? redact(value) : value;
  }
  return { ...error, message: redact(error.message), details };
}

/** A path without the security token of a session and without the key of a one-time URL. */
export function maskPath(path: string): string {
  return path.replace(/cpsess\d+/g, `cpsess${masked}`).replace(/([?&]session=)[^&]*/g, `$1${masked}`);
}
