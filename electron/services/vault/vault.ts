import type { VaultState } from '#shared/contract/vault.ts';
import { appError, err, failure, ok, type Result } from '#shared/errors/index.ts';
import type { Clock, Log, PassphraseVerifier, SecretStore } from '#electron/services/ports.ts';
import { delayAfter } from './delay.ts';
import { createIdleWatch } from './idle.ts';

/** Account of the verifier; a colon stands in no server id. */
const verifierAccount = 'vault:passphrase';

/**
 * The one way to a token. It keeps none: a token is read from the keychain for a round and dropped with it. What the
 * adapter has read ahead of a large fleet goes when the vault is locked. The passphrase is a lock on Nameward, not the
 * encryption of the keychain, which the operating system does.
 */
export interface Vault {
  locked(): boolean;
  /** @returns the token of a server; `vault.locked`, `keychain.*` */
  token(id: string): Promise<Result<string>>;
  storeToken(id: string, token: string): Promise<Result<void>>;
  deleteToken(id: string): Promise<Result<void>>;
  /**
   * Whether the keychain has a token for the server; null: it could not be asked. The token itself is dropped at once.
   */
  isStored(id: string): Promise<boolean | null>;
  /** Ids in use, for `stored` in the state. */
  setServers(ids: readonly string[]): void;
  state(): Promise<VaultState>;
  watch(listener: (state: VaultState) => void): () => void;
  /** Called after the vault was locked (true) or unlocked. @returns the function that ends it */
  onLock(listener: (locked: boolean) => void): () => void;
  lock(): Promise<Result<Record<string, never>>>;
  unlock(passphrase: string | null): Promise<Result<Record<string, never>>>;
  setPassphrase(current: string | null, next: string | null): Promise<Result<Record<string, never>>>;
  touch(): void;
  setIdleMinutes(minutes: number): void;
  close(): void;
}

/**
 * Starts locked when a passphrase is set or the keychain does not say whether one is.
 * @param secrets the keychain
 */
// oxlint-disable-next-line max-lines-per-function -- one vault: lock, passphrase and idle time are one state
export async function openVault(
  secrets: SecretStore,
  passphrases: PassphraseVerifier,
  clock: Clock,
  log: Log,
): Promise<Vault> {
  const stored = new Map<string, boolean>();
  const stateListeners = new Set<(state: VaultState) => void>();
  const lockListeners = new Set<(locked: boolean) => void>();
  let servers: readonly string[] = [];
  let wrongInARow = 0;
  let retryAt = 0;
  let passphraseSet = false;
  let isLocked: boolean;

  /** Null value: no passphrase is set. */
  const readVerifier = async (): Promise<Result<string | null>> => {
    const read = await secrets.get(verifierAccount);
    if (read.ok) return read;
    return read.error.code === 'keychain.missing' ? ok(null) : read;
  };
  const atStart = await readVerifier();
  passphraseSet = atStart.ok && atStart.value !== null;
  isLocked = !atStart.ok || atStart.value !== null;
  if (!atStart.ok) log.warn('the keychain could not be read at the start', { code: atStart.error.code });

  /** As was told last: the keychain did not give what it was asked for. */
  let withheld = false;
  const state = async (): Promise<VaultState> => {
    const keychain = await secrets.state();
    withheld = keychain.state === 'locked';
    return {
      locked: isLocked,
      passphraseSet,
      keychain,
      // Which servers there are is nobody's business while it is locked.
      stored: isLocked ? [] : servers.filter((id) => stored.get(id) === true),
    };
  };
  const publish = (): void => {
    if (stateListeners.size === 0) return;
    void publishState();
  };
  const publishState = async (): Promise<void> => {
    const value = await state();
    for (const listener of stateListeners) listener(value);
  };
  const remember = (id: string, present: boolean): void => {
    if (stored.get(id) === present) return;
    stored.set(id, present);
    publish();
  };
  const setLocked = (locked: boolean): void => {
    if (isLocked === locked) return;
    isLocked = locked;
    if (locked) secrets.forget?.();
    for (const listener of lockListeners) listener(locked);
    publish();
  };
  const noteWithheld = (read: Result<unknown>): void => {
    const now = !read.ok && (read.error.code === 'keychain.locked' || read.error.code === 'keychain.unavailable');
    if (now === withheld) return;
    withheld = now;
    publish();
  };
  const lockedFailure = (): Result<never> =>
    failure('vault.locked', 'The vault is locked: unlock it to use the API tokens.');

  /** Wrong ones are answered ever more slowly; too early a try is refused without looking. */
  const checkPassphrase = async (verifier: string, passphrase: string | null): Promise<Result<void>> => {
    // A clock that was set back meanwhile makes no wait longer.
    retryAt = Math.min(retryAt, clock.now() + delayAfter(wrongInARow));
    const wait = retryAt - clock.now();
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      return failure('vault.passphrase', `Too many wrong passphrases: try again in ${seconds} s.`, {
        retryInSeconds: seconds,
      });
    }
    if (passphrase === null) return failure('vault.passphrase', 'Enter the passphrase.');
    const matches = await passphrases.matches(verifier, passphrase);
    if (matches === null) return failure('store.corrupt', 'What the keychain holds as passphrase check is damaged.');
    if (!matches) {
      wrongInARow += 1;
      retryAt = clock.now() + delayAfter(wrongInARow);
      return failure('vault.passphrase', 'The passphrase is not right.');
    }
    wrongInARow = 0;
    return ok(undefined);
  };

  const idle = createIdleWatch(clock, () => setLocked(true));
  /** One check at a time: parallel guesses must not share one delay. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work, work);
    turn = result.catch(() => undefined);
    return result;
  };

  return {
    locked: () => isLocked,
    async token(id) {
      if (isLocked) return lockedFailure();
      const read = await secrets.get(id);
      noteWithheld(read);
      if (read.ok) remember(id, true);
      else if (read.error.code === 'keychain.missing') remember(id, false);
      // Locked while the keychain was asked: the answer must not be used.
      return isLocked ? lockedFailure() : read;
    },
    async storeToken(id, token) {
      if (isLocked) return lockedFailure();
      const written = await secrets.set(id, token);
      if (written.ok) remember(id, true);
      return written;
    },
    async deleteToken(id) {
      if (isLocked) return lockedFailure();
      const deleted = await secrets.delete(id);
      if (deleted.ok) remember(id, false);
      return deleted;
    },
    async isStored(id) {
      const known = stored.get(id);
      if (known !== undefined) return known;
      const read = await secrets.get(id);
      if (!read.ok && read.error.code !== 'keychain.missing') return null;
      remember(id, read.ok);
      return read.ok;
    },
    setServers(ids) {
      servers = ids;
      publish();
    },
    state,
    watch(listener) {
      stateListeners.add(listener);
      void (async () => {
        const value = await state();
        if (stateListeners.has(listener)) listener(value);
      })();
      return () => stateListeners.delete(listener);
    },
    onLock(listener) {
      lockListeners.add(listener);
      return () => lockListeners.delete(listener);
    },
    async lock() {
      setLocked(true);
      return ok({});
    },
    unlock: (passphrase) =>
      inTurn(async () => {
        secrets.askAgain?.();
        if (!isLocked) return ok({});
        const verifier = await readVerifier();
        if (!verifier.ok) return verifier;
        passphraseSet = verifier.value !== null;
        if (verifier.value !== null) {
          const checked = await checkPassphrase(verifier.value, passphrase);
          if (!checked.ok) return checked;
        }
        idle.touch();
        setLocked(false);
        return ok({});
      }),
    setPassphrase: (current, next) =>
      inTurn(async () => {
        if (isLocked) return lockedFailure();
        const verifier = await readVerifier();
        if (!verifier.ok) return verifier;
        if (verifier.value !== null) {
          const checked = await checkPassphrase(verifier.value, current);
          if (!checked.ok) return checked;
        }
        if (next !== null && (await secrets.state()).state === 'session') {
          return err(
            appError('keychain.unavailable', 'There is no keychain here, so a passphrase would be lost at the end.'),
          );
        }
        const changed =
          next === null
            ? await secrets.delete(verifierAccount)
            : await secrets.set(verifierAccount, await passphrases.create(next));
        if (!changed.ok) return changed;
        passphraseSet = next !== null;
        publish();
        return ok({});
      }),
    touch: () => {
      if (!isLocked) idle.touch();
    },
    setIdleMinutes: (minutes) => idle.setMinutes(minutes),
    close() {
      idle.stop();
      secrets.forget?.();
    },
  };
}
