import { z } from 'zod';
import { text } from './bounds.ts';
import { command, stream } from './definition.ts';
import { flows } from './flows.ts';

export const keychainStateSchema = z.object({
  /**
   * `session`: no keychain here, tokens live until Nameward is closed. `locked`: it does not give them now, for the
   * reason of the message.
   */
  state: z.enum(['ready', 'locked', 'session']),
  /** Name of the store, e.g. `Secret Service`, or why there is none. */
  message: z.string(),
});

export const vaultStateSchema = z.object({
  locked: z.boolean(),
  /** Unlocking asks for it. */
  passphraseSet: z.boolean(),
  keychain: keychainStateSchema,
  /** Ids of servers whose token is stored. */
  stored: z.array(z.string()),
});

/** A passphrase typed by the user: crosses once, inward. */
const passphraseInput = text(1024).min(1);

export const vaultContract = {
  'vault.watch': stream(z.object({}), vaultStateSchema, flows['vault.watch']),
  'vault.lock': command(z.object({}), z.object({})),
  /** Also when the vault is open: a keychain that was refused or did not answer is then asked again. */
  'vault.unlock': command(z.object({ passphrase: passphraseInput.nullable() }), z.object({})),
  /** `next: null` takes the passphrase away. */
  'vault.setPassphrase': command(
    z.object({ current: passphraseInput.nullable(), next: passphraseInput.min(8).nullable() }),
    z.object({}),
  ),
  /** The page tells that the user is there; main counts the idle time. */
  'vault.touch': command(z.object({}), z.object({})),
};

export type KeychainState = z.infer<typeof keychainStateSchema>;
export type VaultState = z.infer<typeof vaultStateSchema>;
