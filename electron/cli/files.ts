import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { DocumentStore, SecretStore } from '#electron/services/ports.ts';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import { readContent } from '#shared/schema/definition.ts';
import { inventoryDocument, type Inventory } from '#shared/schema/inventory/index.ts';
import { wrongUsage, type CommandFailure } from './io.ts';

const tokensSchema = z.object({ version: z.literal(1), tokens: z.record(z.string(), z.string().min(1)) });

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not',
  EISDIR: 'it is a folder',
};

function unreadable(file: string, { code = 'unknown reason' }: NodeJS.ErrnoException): CommandFailure {
  return wrongUsage(`${file} cannot be read: ${reasons[code] ?? code}.`);
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be a token.
    throw wrongUsage(`${file} is not valid JSON.`, 'store.corrupt');
  }
}

/**
 * @param file in the form of docs/command-line-reference.md
 * @throws CommandFailure when it cannot be used; the file is left as it is
 */
export async function readInventoryFile(file: string): Promise<Inventory> {
  const content = readContent(inventoryDocument, await readJson(file));
  if (content.state === 'ok') return content.data;
  if (content.state === 'newer') {
    throw wrongUsage(`${file} was written by a newer Nameward (version ${content.version}).`, 'store.newer');
  }
  throw wrongUsage(`${file}: ${content.reason}`, 'store.corrupt');
}

/**
 * @param file in the form of docs/command-line-reference.md
 * @returns tokens by server id
 * @throws CommandFailure when others than its owner can read it, or it cannot be used
 */
export async function readTokensFile(file: string): Promise<ReadonlyMap<string, string>> {
  if (process.platform !== 'win32') {
    const { mode } = await stat(file).catch((error: NodeJS.ErrnoException) => {
      throw unreadable(file, error);
    });
    if ((mode & 0o077) !== 0) {
      const octal = (mode & 0o777).toString(8).padStart(4, '0');
      throw wrongUsage(`${file} can be read by others (mode ${octal}): run chmod 600 on it first.`);
    }
  }
  const parsed = tokensSchema.safeParse(await readJson(file));
  if (!parsed.success) throw wrongUsage(`${file} is not a tokens file of version 1.`, 'store.corrupt');
  return new Map(Object.entries(parsed.data.tokens));
}

/** A document that a command holds in memory and never writes. */
export function heldDocument<T>(data: T | null): DocumentStore<T> {
  const refused: Result<void> = failure('store.failed', 'The command line does not change this document.');
  return {
    read: () => Promise.resolve(data === null ? { state: 'absent' } : { state: 'ok', data }),
    write: () => Promise.resolve(refused),
  };
}

/** The tokens of a file, as the services ask for them. */
export function heldSecrets(tokens: ReadonlyMap<string, string>, file: string): SecretStore {
  const refused: Result<void> = failure('keychain.unavailable', 'The command line does not change the tokens file.');
  return {
    state: () => Promise.resolve({ state: 'ready', message: file }),
    get(account) {
      const token = tokens.get(account);
      return Promise.resolve(
        token === undefined ? failure('keychain.missing', `${file} holds no token for ${account}.`) : ok(token),
      );
    },
    set: () => Promise.resolve(refused),
    delete: () => Promise.resolve(refused),
  };
}
