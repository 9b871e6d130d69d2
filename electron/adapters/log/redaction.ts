import { cutForMasking } from '#shared/domain/logs/cut.ts';
import { maskSecrets } from '#shared/domain/logs/mask.ts';
import { visibleText } from '#shared/domain/text/visible.ts';
import type { ErrorDetails } from '#shared/errors/index.ts';

const mask = '••••';
/** A field so called holds a secret whatever it looks like. */
const secretName = /pass|token|secret|auth|cookie|session|credential|private|access.?key|api.?key/i;
const maximalLength = 4000;

/**
 * Makes fields fit for a file: nothing that may open a server, no control character, nothing endless.
 * @param fields plain data; texts may come from a server
 */
export function redactFields(fields: ErrorDetails): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value];
      return [name, secretName.test(name) ? mask : redactText(value)];
    }),
  );
}

/** Masks line by line, since some secrets are known by standing alone on theirs. */
export function redactText(text: string): string {
  return cutForMasking(text, maximalLength)
    .split('\n')
    .map((line) => visibleText(maskSecrets(line)))
    .join('\n');
}
