import { z } from 'zod';

/**
 * Inputs have an end: of every text the length, of every list and table the count. What is too long is refused before
 * any pattern is tried on it.
 */

/** A text of at most so many characters. */
export function text(most: number) {
  return z.string().max(most, { abort: true });
}

/** Key in tables of ours; `__proto__` would be none. */
function key(most: number) {
  return text(most)
    .min(1)
    .refine((id) => id !== '__proto__', { message: 'not allowed as an id' });
}

/** Id of a server. */
export const serverIdSchema = key(128);

/** Tells a table with an end from one without, see `test/contract/input-limits.test.ts`. */
export const mostEntries = new WeakMap<object, number>();

/** A table of at most so many entries. */
export function table<T extends z.ZodType>(keys: z.ZodString, values: T, most: number) {
  const schema = z
    .record(keys, values)
    .refine((entries) => Object.keys(entries).length <= most, { message: `more than ${most} entries` });
  mostEntries.set(schema, most);
  return schema;
}
