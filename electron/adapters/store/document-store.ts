import { reasonOf } from './file-errors.ts';
import { readFile as readFileAtomically, writeFile as writeFileAtomically } from 'atomically';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sealed, sealOf } from './seal.ts';
import PQueue from 'p-queue';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import { readContent, writeContent, type DocumentDefinition } from '#shared/schema/definition.ts';
import type { Clock, DocumentReading, DocumentStore } from '#electron/services/ports.ts';

/** Only the owner reads and writes: the inventory tells where a fleet is. */
const fileMode = 0o600;
/**
 * A file that was half written when its writer was killed is removed after so long, ms; before, somebody may be writing
 * it.
 */
const leftoverAge = 3_600_000;

export interface DocumentOptions {
  /**
   * Nothing is written, renamed or removed: for programs that only look. A file that cannot be used stays where it is.
   */
  readonly readOnly?: boolean;
  /**
   * What the document says protects something (which servers there are, which must not be changed). As long as one lies
   * there that was set aside, and none has been written since, its absence is no reason to begin afresh without a word.
   */
  readonly protects?: boolean;
}

/**
 * Keeps one versioned document in `DIRECTORY/NAME.json`, written by a new file taking the old one's place.
 * @param directory made when it is missing
 * @param definition name, schemas and migrations
 * @param clock dates the name of a file that is set aside
 * @returns the store; reading throws when the file is there and cannot be opened at all (rights, a folder in its place)
 */
export function createDocumentStore<T>(
  directory: string,
  definition: DocumentDefinition<T>,
  clock: Clock,
  { readOnly = false, protects = false }: DocumentOptions = {},
): DocumentStore<T> {
  const file = join(directory, `${definition.name}.json`);
  let newer: boolean | null = null;
  /** One at a time and in order, which the library does not promise for writes to the same file. */
  const queue = new PQueue({ concurrency: 1 });

  const setAside = async (reason: string): Promise<DocumentReading<T>> => {
    const date = new Date(clock.now()).toISOString().replaceAll(':', '-');
    if (readOnly) return { state: 'set-aside', file, reason };
    const aside = join(directory, `${definition.name}.corrupt-${date}.json`);
    await rename(file, aside);
    return { state: 'set-aside', file: aside, reason };
  };

  const read = async (): Promise<DocumentReading<T>> => {
    if (newer === null && !readOnly)
      void removeLeftovers(directory, `${definition.name}.json.tmp-`, clock.now() - leftoverAge);
    newer = false;
    const text = await readText(file);
    if (text === null) {
      const aside = protects ? await lastSetAside(directory, definition.name) : null;
      if (aside === null) return { state: 'absent' };
      return { state: 'set-aside', file: aside, reason: 'It was set aside earlier, and no other has taken its place.' };
    }
    if (sealOf(text) === 'broken') {
      return await setAside(
        'Its check sum does not fit: it is not what Nameward wrote. Whoever changed it by hand takes the line "sum" out of it.',
      );
    }
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return await setAside('It is not valid JSON; perhaps it was only half written.');
    }
    const content = readContent(definition, json);
    if (content.state === 'invalid') return await setAside(content.reason);
    if (content.state === 'ok') return { state: 'ok', data: content.data };
    newer = true;
    return { state: 'newer', file, data: content.data };
  };

  const write = async (data: T): Promise<Result<void>> => {
    if (readOnly) return failure('store.failed', `${file} is only read here.`, { file });
    try {
      // What stands there has to be known before it is overwritten.
      if (newer === null) await read();
      if (newer) {
        return failure('store.newer', `${file} was written by a newer Nameward and is left as it is.`, { file });
      }
      const text = sealed(writeContent(definition, data));
      await writeFileAtomically(file, text, { encoding: 'utf8', mode: fileMode });
      return ok(undefined);
    } catch (error) {
      return failure('store.failed', `${file} could not be written: ${reasonOf(error)}.`, { file });
    }
  };

  return {
    read: async () => await queue.add(read),
    write: async (data) => await queue.add(async () => await write(data)),
  };
}

/** @returns the newest file of this document that was set aside; null when there is none */
async function lastSetAside(directory: string, name: string): Promise<string | null> {
  const names = await readdir(directory).catch(() => []);
  const last = names
    .filter((one) => one.startsWith(`${name}.corrupt-`))
    .toSorted()
    .at(-1);
  return last === undefined ? null : join(directory, last);
}

/** Half-written files are of no use to anybody; that one cannot be removed harms nobody. */
async function removeLeftovers(directory: string, prefix: string, before: number): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const file = join(directory, name);
    const found = await stat(file).catch(() => null);
    if (found && found.mtimeMs < before) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** @returns null when there is no such file */
async function readText(file: string): Promise<string | null> {
  try {
    return await readFileAtomically(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}
