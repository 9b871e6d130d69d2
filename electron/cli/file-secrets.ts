import type { SecretStore } from '#electron/services/ports.ts';
import { failure, type Result } from '#shared/errors/index.ts';

/** Accounts of tokens that plans keep; a colon stands in no server id. */
const ofPlans = /^(?:plan|held):/;

/**
 * Tokens of servers from a file, and what plans have to keep for their undo in the keychain. Without a lasting keychain
 * a plan that needs it is refused: the undo comes with another call of the command, which a secret in memory would not
 * live to see.
 * @param file the tokens of servers; never written
 */
export function fileSecretsWithKeychain(file: SecretStore, keychain: SecretStore): SecretStore {
  const lasting = async (): Promise<Result<void> | null> => {
    const { state, message } = await keychain.state();
    return state === 'session'
      ? failure(
          'keychain.unavailable',
          `An entry's token must be kept for the undo, and there is no keychain to keep it in (${message}).`,
        )
      : null;
  };
  return {
    state: () => file.state(),
    get: (account) => (ofPlans.test(account) ? keychain.get(account) : file.get(account)),
    async set(account, secret) {
      if (!ofPlans.test(account)) return await file.set(account, secret);
      return (await lasting()) ?? (await keychain.set(account, secret));
    },
    // Deleting what cannot be there is fine.
    delete: (account) => (ofPlans.test(account) ? keychain.delete(account) : file.delete(account)),
  };
}
