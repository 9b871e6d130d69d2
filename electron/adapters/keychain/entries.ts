import { setTimeout as delay } from 'node:timers/promises';
import type { Entry, Library } from './library.ts';

/** Secrets by account; each call asks the keychain. */
export interface Entries {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<boolean>;
  /**
   * Which of these accounts, all wanted now, are better read by one call of `all` than each over a new connection.
   * @returns those without a connection when there are several of them, or no room to keep one more; else none
   */
  together(accounts: readonly string[]): readonly string[];
  /** Lets go of every connection: one of them may wait for a daemon that is gone. */
  renew(): void;
  /**
   * Every account of the service with its secret, over one new connection. The keychain does not ask its user: when it
   * is locked, this fails.
   */
  all(): Promise<ReadonlyMap<string, string>>;
}

/**
 * Connections that stay. gnome-keyring-daemon dies now and then of a new one (docs/decisions/keychain-library.md), so
 * an account that is asked again and again keeps its own; each is an open socket here and in the bus, which is too much
 * for a thousand.
 */
export const keptConnections = 128;

/** So many new connections cost more than the one that reads everything. */
const worthOne = 3;

/** Whoever started a daemon that has died needs a moment to start it again, ms. */
const restartTime = 500;

/**
 * The accounts of one service. A connection whose daemon has died is dropped, and what was asked is asked once more
 * over a new one: reading, storing and deleting may all be repeated.
 */
export function createEntries(library: Library): Entries {
  const kept = new Map<string, Entry>();
  /** Something was answered: an error after that is no sign that there is no keychain. */
  let answered = false;

  const connected = (account: string): Entry => {
    const found = kept.get(account) ?? library.entry(account);
    kept.delete(account);
    kept.set(account, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptConnections) break;
      kept.delete(oldest);
    }
    return found;
  };
  const ask = async <T>(account: string, call: (entry: Entry) => Promise<T>): Promise<T> => {
    try {
      const value = await call(connected(account));
      answered = true;
      return value;
    } catch (error) {
      const death = deathIn(error, answered);
      if (death === null) throw error;
      // They were all made with the daemon that is gone.
      kept.clear();
      if (death === 'gone') await delay(restartTime);
      return await call(connected(account));
    }
  };

  return {
    get: async (account) => (await ask(account, (entry) => entry.getPassword())) ?? null,
    set: async (account, secret) => await ask(account, (entry) => entry.setPassword(secret)),
    delete: async (account) => await ask(account, (entry) => entry.deletePassword()),
    together(accounts) {
      if (!library.all) return [];
      const without = accounts.filter((account) => !kept.has(account));
      return without.length >= worthOne || kept.size + without.length > keptConnections ? without : [];
    },
    renew: () => kept.clear(),
    async all() {
      const secrets = new Map<string, string>();
      for (const { account, password } of (await library.all?.()) ?? []) {
        if (secrets.has(account)) throw new Error(`There is more than one entry for ${account}.`);
        secrets.set(account, password);
      }
      answered = true;
      return secrets;
    },
  };
}

/**
 * @param answered whether the keychain has answered before: only then does a missing one mean that it has died
 * @returns 'gone': there is no daemon at the moment; 'other': there is one, and it knows nothing of our session; null:
 *   neither
 */
function deathIn(error: unknown, answered: boolean): 'gone' | 'other' | null {
  const message = error instanceof Error ? error.message : String(error);
  if (/disconnected from message bus/i.test(message)) return 'gone';
  if (answered && /not provided by any/i.test(message)) return 'gone';
  // In GNOME's words and in those of others.
  return /session.{0,300} does not exist|no such (session|object)|NoSession|NoSuchObject/i.test(message)
    ? 'other'
    : null;
}

/** What the keychain of this system is called by its users. */
export function keychainName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Keychain';
  return platform === 'win32' ? 'Credential Manager' : 'Secret Service';
}
