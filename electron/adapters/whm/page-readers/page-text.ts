import type { Redact } from '#electron/adapters/whm/redaction.ts';

/** How long a text may be by the name of its field, UTF-16 units. */
const limits: Readonly<Record<string, number>> = {
  address: 255,
  hostname: 253,
  user: 253,
  module: 253,
  roleText: 40,
};
const otherwise = 300;

/** What was read of a page with every text in it made fit to be kept. */
export function redactedReading<T>(reading: T, redact: Redact): T {
  return redactedValue(reading, otherwise, redact) as T;
}

function redactedValue(value: unknown, limit: number, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value, limit);
  if (Array.isArray(value)) return value.map((one: unknown) => redactedValue(one, limit, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, redactedValue(one, limits[name] ?? otherwise, redact)]),
  );
}
