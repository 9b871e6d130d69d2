import type { KeychainState } from '#shared/contract/vault.ts';
import { failure, ok } from '#shared/errors/index.ts';
import type { SecretStore } from '#electron/services/ports.ts';

/**
 * Secrets in memory, gone when Nameward is closed: for machines without a keychain. Nothing is ever stored in the
 * clear.
 * @param reason why there is no keychain, a sentence
 */
export function createSessionStore(reason: string): SecretStore {
  const secrets = new Map<string, string>();
  const state: KeychainState = { state: 'session', message: reason };
  return {
    state: () => Promise.resolve(state),
    get(account) {
      const secret = secrets.get(account);
      return Promise.resolve(
        secret === undefined
          ? failure('keychain.missing', 'No token is stored; tokens were kept for the last session only.')
          : ok(secret),
      );
    },
    set(account, secret) {
      secrets.set(account, secret);
      return Promise.resolve(ok(undefined));
    },
    delete(account) {
      secrets.delete(account);
      return Promise.resolve(ok(undefined));
    },
  };
}
