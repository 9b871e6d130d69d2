import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KeychainState } from '#shared/contract/vault.ts';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import type { SecretStore } from '#electron/services/ports.ts';
import { createAsking, inLine, probeAccount } from './asking.ts';
import { createEntries, keptConnections, keychainName, type Entries } from './entries.ts';
import { loadLibrary, type Library } from './library.ts';
import { AlteredProgram } from './native-part.ts';
import { createSessionStore } from './session-store.ts';

export interface KeychainOptions {
  /** Service name of the entries, e.g. `Nameward`. */
  readonly service: string;
  /** Where the entries are; the system's keychain when absent. */
  readonly open?: (service: string) => Promise<Library>;
  /** Until a keychain that does not answer counts as locked, ms: it may be asking its user for the password. */
  readonly patience?: number;
  /**
   * After its user has refused to unlock it, it is not asked again for so long, ms: each time it would ask its user.
   */
  readonly holdOff?: number;
  /** What was read of more accounts than there are connections kept stays in memory for so long, ms. */
  readonly holdFor?: number;
}

export interface Keychain extends SecretStore {
  /**
   * A call has not answered, because the keychain asks its user. Node cannot end a process with such a call under way:
   * it waits for the thread, so whoever wants to end has to kill itself.
   */
  readonly waiting: boolean;
}

/** Where secrets are kept from now on. */
interface Choice {
  readonly store: Entries | SecretStore;
  /** What the keychain said about the account that was asked for, null value: it has none; null: it was not asked. */
  readonly answer: Result<string | null> | null;
}

/** A read that waits for its turn. */
interface Wanted {
  readonly account: string;
  readonly resolve: (answer: Result<string | null>) => void;
}

/**
 * Secrets in the operating system's keychain, or in memory for this session when there is none; which, is said by
 * `state()`.
 * @returns the store; its errors are `keychain.unavailable`, `keychain.locked` and `keychain.missing`
 */
// oxlint-disable-next-line max-lines-per-function -- one keychain: its methods share its connection and its state
export function createKeychain({
  service,
  open = loadLibrary,
  patience = 1500,
  holdOff = 10_000,
  holdFor = 10_000,
}: KeychainOptions): Keychain {
  const name = keychainName(process.platform);
  const asking = createAsking({ name, patience, holdOff });
  let entries: Entries | null = null;
  let chosen: Promise<Entries | SecretStore> | null = null;

  /** Finds out whether there is a keychain, by what it answers to the first question of all. */
  const choose = async (account: string): Promise<Choice> => {
    try {
      entries = createEntries(await open(service));
    } catch (error) {
      const reason =
        error instanceof AlteredProgram
          ? `${name} is not used: ${error.message}. Install Nameward anew. Until then tokens are kept until Nameward is closed.`
          : `${name} is not supported on this machine, so tokens are kept until Nameward is closed.`;
      return { store: createSessionStore(reason), answer: null };
    }
    const found = entries;
    const answer = await inLine(() => asking.ask(account, () => found.get(account)));
    if (answer.ok || answer.error.code === 'keychain.locked') return { store: found, answer };
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

  const wanted: Wanted[] = [];
  /** What one call has read of a fleet that is too large for connections of its own. */
  let held: ReadonlyMap<string, string> | null = null;
  let dropping: NodeJS.Timeout | undefined;
  /** Counts the drops: what is read meanwhile must not be held. */
  let drops = 0;
  const drop = (): void => {
    drops += 1;
    held = null;
    clearTimeout(dropping);
  };

  const readAll = async (entries: Entries): Promise<ReadonlyMap<string, string> | null> => {
    const before = drops;
    const answer = await asking.askOfAll(() => entries.all());
    // Each on its own then: the keychain asks its user to be unlocked for one, and one that cannot be read does not
    // stand in the way of others.
    if (!answer.ok) return null;
    if (answer.value.size > keptConnections && before === drops) {
      drop();
      held = answer.value;
      dropping = setTimeout(drop, holdFor).unref();
    }
    return answer.value;
  };
  /** Answers everything that waits, with as few connections as there can be. */
  const readWanted = async (entries: Entries): Promise<void> => {
    // Whoever asks in the same turn is answered together.
    await nextTurn();
    const batch = wanted.splice(0);
    const together = new Set(held ? [] : entries.together(batch.map(({ account }) => account)));
    const all = held ?? (together.size > 0 ? await readAll(entries) : null);
    for (const { account, resolve } of batch) {
      if (all && (all === held || together.has(account))) resolve(ok(all.get(account) ?? null));
      else resolve(await asking.ask(account, () => entries.get(account)));
    }
  };
  const read = async (entries: Entries, account: string): Promise<Result<string | null>> =>
    await new Promise((resolve) => {
      wanted.push({ account, resolve });
      if (wanted.length === 1) void inLine(() => readWanted(entries));
    });

  return {
    get waiting() {
      return asking.waiting;
    },
    async state(): Promise<KeychainState> {
      const found = await place();
      if ('state' in found) return await found.state();
      if (asking.open) return { state: 'ready', message: name };
      const probe = await inLine(() => asking.ask(asking.probed, () => found.get(asking.probed)));
      if (probe.ok) return { state: 'ready', message: name };
      return { state: 'locked', message: probe.error.message };
    },
    async get(account) {
      const { store, answer } = await choice(account);
      if ('state' in store) return await store.get(account);
      const secret = answer ?? (await read(store, account));
      if (!secret.ok) return secret;
      return secret.value === null
        ? failure('keychain.missing', `${name} holds no token for this server.`)
        : ok(secret.value);
    },
    async set(account, secret) {
      const found = await place();
      if ('state' in found) return await found.set(account, secret);
      return await inLine(async () => {
        const written = await asking.ask(account, () => found.set(account, secret));
        drop();
        if (!written.ok) return written;
        const kept = await asking.ask(account, () => found.get(account));
        if (!kept.ok) return kept;
        return kept.value === secret
          ? ok(undefined)
          : failure('keychain.unavailable', `${name} did not keep the token that was stored.`);
      });
    },
    async delete(account) {
      const found = await place();
      if ('state' in found) return await found.delete(account);
      return await inLine(async () => {
        const deleted = await asking.ask(account, () => found.delete(account));
        drop();
        return deleted.ok ? ok(undefined) : deleted;
      });
    },
    askAgain() {
      if (asking.waiting) entries?.renew();
      asking.again();
    },
    forget: drop,
  };
}
