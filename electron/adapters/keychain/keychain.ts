import PQueue from 'p-queue';
import type { KeychainState } from '#shared/contract/app.ts';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import type { SecretStore } from '../../services/ports.ts';
import { keychainName, systemEntries, type Entries } from './entries.ts';
import { createSessionStore } from './session-store.ts';

export interface KeychainOptions {
  /** Service name of the entries, e.g. `Nameward`. */
  readonly service: string;
  /** Where the entries are; the system's keychain when absent. */
  readonly open?: (service: string) => Promise<Entries>;
  /** Until a keychain that does not answer counts as locked, ms: it may be asking its user for the password. */
  readonly patience?: number;
  /** After its user has refused to unlock it, it is not asked again for so long, ms: each time it would ask its user. */
  readonly holdOff?: number;
}

export interface Keychain extends SecretStore {
  /**
   * A call has not answered, because the keychain asks its user. Node cannot end a process with such a call under way: it
   * waits for the thread, so whoever wants to end has to kill itself.
   */
  readonly waiting: boolean;
}

/** Where secrets are kept from now on. */
interface Choice {
  readonly store: Entries | SecretStore;
  /** What the keychain said about the account that was asked for, null value: it has none; null: it was not asked. */
  readonly answer: Result<string | null> | null;
}

/** Account that is looked for to see whether the keychain answers, when nothing else is asked; never written. */
const probeAccount = 'nameward-probe';

/** An answer says for so long that the keychain is open, ms: a question costs some 20 ms, and more where it is the first. */
const freshFor = 1000;

/** The keychain's calls block a thread each, and one that waits for the user blocks it for long: files and names need the others. */
const callsAtOnce = 2;

/**
 * Secrets in the operating system's keychain, or in memory for this session when there is none; which, is said by `state()`.
 * @returns the store; its errors are `keychain.unavailable`, `keychain.locked` and `keychain.missing`
 */
export function createKeychain({
  service,
  open = systemEntries,
  patience = 1500,
  holdOff = 10_000,
}: KeychainOptions): Keychain {
  const name = keychainName(process.platform);
  const queue = new PQueue({ concurrency: callsAtOnce });
  /** Calls that have not answered in time. While there are any, the keychain is locked and not asked again. */
  const unanswered = new Set<Promise<unknown>>();
  let chosen: Promise<Entries | SecretStore> | null = null;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let openAt = Number.NEGATIVE_INFINITY;
  /** A locked keychain still says of an account that it has none: only one that exists shows whether it is locked. */
  let probed = probeAccount;

  const ask = async <T>(account: string, call: () => Promise<T>): Promise<Result<T>> =>
    await queue.add(async (): Promise<Result<T>> => {
      if (unanswered.size > 0 || performance.now() - refusedAt < holdOff) return locked(name);
      const answer = call().then(
        (value): Result<T> => {
          // Of an account that is not there even a locked keychain says so.
          if (value !== null || probed === probeAccount) openAt = performance.now();
          return ok(value);
        },
        (error: unknown): Result<T> => {
          openAt = Number.NEGATIVE_INFINITY;
          const translated = translate(name, error);
          if (!translated.ok && translated.error.code === 'keychain.locked') {
            refusedAt = performance.now();
            probed = account;
          }
          return translated;
        },
      );
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<Result<T>>((resolve) => {
        timer = setTimeout(() => {
          unanswered.add(answer);
          openAt = Number.NEGATIVE_INFINITY;
          probed = account;
          void answer.then(() => unanswered.delete(answer));
          resolve(locked(name));
        }, patience);
      });
      const first = await Promise.race([answer, late]);
      clearTimeout(timer);
      return first;
    });

  /** Finds out whether there is a keychain, by what it answers to the first question of all. */
  const choose = async (account: string): Promise<Choice> => {
    let entries: Entries;
    try {
      entries = await open(service);
    } catch {
      const reason = `${name} is not supported on this machine, so tokens are kept until Nameward is closed.`;
      return { store: createSessionStore(reason), answer: null };
    }
    const answer = await ask(account, () => entries.get(account));
    if (answer.ok || answer.error.code === 'keychain.locked') return { store: entries, answer };
    const reason = String(answer.error.details?.['reason'] ?? 'it does not answer');
    const words = `${name} cannot be used (${reason}), so tokens are kept until Nameward is closed.`;
    return { store: createSessionStore(words), answer: null };
  };
  /** @returns the store, chosen once, with the answer to this question where it was the one that chose */
  const choice = async (account: string): Promise<Choice> => {
    if (chosen) return { store: await chosen, answer: null };
    const choosing = choose(account);
    chosen = choosing.then(({ store }) => store);
    return await choosing;
  };
  const place = async (): Promise<Entries | SecretStore> => (await choice(probeAccount)).store;

  return {
    get waiting() {
      return unanswered.size > 0;
    },
    async state(): Promise<KeychainState> {
      const found = await place();
      if ('state' in found) return await found.state();
      if (unanswered.size === 0 && performance.now() - openAt < freshFor) return { state: 'ready', message: name };
      const probe = await ask(probed, () => found.get(probed));
      if (probe.ok) return { state: 'ready', message: name };
      return { state: 'locked', message: probe.error.message };
    },
    async get(account) {
      const { store, answer } = await choice(account);
      if ('state' in store) return await store.get(account);
      const secret = answer ?? (await ask(account, () => store.get(account)));
      if (!secret.ok) return secret;
      return secret.value === null
        ? failure('keychain.missing', `${name} holds no token for this server.`)
        : ok(secret.value);
    },
    async set(account, secret) {
      const found = await place();
      if ('state' in found) return await found.set(account, secret);
      const written = await ask(account, () => found.set(account, secret));
      if (!written.ok) return written;
      const kept = await ask(account, () => found.get(account));
      if (!kept.ok) return kept;
      return kept.value === secret
        ? ok(undefined)
        : failure('keychain.unavailable', `${name} did not keep the token that was stored.`);
    },
    async delete(account) {
      const found = await place();
      if ('state' in found) return await found.delete(account);
      const deleted = await ask(account, () => found.delete(account));
      return deleted.ok ? ok(undefined) : deleted;
    },
  };
}

function locked(name: string): Result<never> {
  return failure('keychain.locked', `${name} is locked. Unlock it in the desktop's own dialog, then try again.`);
}

/** The library reports everything as text: `Couldn't access platform secure storage` is its word for a locked or refused store. */
function translate(name: string, error: unknown): Result<never> {
  const message = error instanceof Error ? error.message : String(error);
  if (/access platform secure storage|locked|dismissed|denied/i.test(message)) return locked(name);
  const reason = message.replace(/^Platform failure: /, '').slice(0, 200);
  return failure('keychain.unavailable', `${name} cannot be used: ${reason}`, { reason });
}
