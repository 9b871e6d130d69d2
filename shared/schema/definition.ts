import type { z } from 'zod';

/**
 * One document on disk: whole schemas by version and the steps between them. The adapter that reads and writes files
 * works from this alone.
 */
export interface DocumentDefinition<T> {
  /** File name without `.json`. */
  readonly name: string;
  /**
   * `wrapped`: `{ version, data }`. `inline`: `{ version, ...data }`, for files that people write by hand
   * (docs/command-line-reference.md).
   */
  readonly form: 'wrapped' | 'inline';
  /** Schema of the data of version n at index n - 1; the last one is the current version, whose output is `T`. */
  readonly versions: readonly [...z.ZodType[], z.ZodType<T>];
  /** Step from version n to n + 1 at index n - 1, on data that version n's schema has accepted. */
  readonly migrations: readonly ((data: unknown) => unknown)[];
}

/**
 * What a parsed JSON value turned out to be. `newer`: written by a later Nameward; `data` when the current schema still
 * understands it.
 */
export type DocumentContent<T> =
  | { readonly state: 'ok'; readonly data: T }
  | { readonly state: 'newer'; readonly version: number; readonly data: T | null }
  | { readonly state: 'invalid'; readonly reason: string };

/**
 * Reads a document's JSON value: checks it against the schema of its own version, then migrates step by step.
 * @param definition the document
 * @param json what `JSON.parse` gave
 * @returns the data in the current version, or why not (a sentence, no content of the file in it beyond paths)
 */
export function readContent<T>(definition: DocumentDefinition<T>, json: unknown): DocumentContent<T> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return invalid('It is not a JSON object.');
  const { version, ...rest } = json as { version?: unknown; data?: unknown };
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return invalid('Its version is missing or not a whole number.');
  }
  const raw: unknown = definition.form === 'wrapped' ? rest.data : rest;
  const current = definition.versions.length;
  const currentSchema = definition.versions.at(-1) as z.ZodType<T>;
  if (version > current) {
    const parsed = currentSchema.safeParse(raw);
    return { state: 'newer', version, data: parsed.success ? parsed.data : null };
  }
  let data = raw;
  for (let step = version; step <= current; step += 1) {
    const parsed = (definition.versions[step - 1] as z.ZodType).safeParse(data);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return invalid(`Version ${step}: ${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'not valid'}.`);
    }
    data = parsed.data;
    const migrate = definition.migrations[step - 1];
    if (step < current && migrate) data = migrate(data);
  }
  return { state: 'ok', data: data as T };
}

/**
 * The JSON value to write for a document's data, always in the current version.
 * @param definition the document
 * @param data in the current version
 */
export function writeContent<T>(definition: DocumentDefinition<T>, data: T): object {
  const version = definition.versions.length;
  return definition.form === 'wrapped' ? { version, data } : { version, ...data };
}

function invalid(reason: string): { readonly state: 'invalid'; readonly reason: string } {
  return { state: 'invalid', reason };
}
