import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { devNull } from 'node:os';
import type * as Keyring from '@napi-rs/keyring';
import { checkNativePart } from './native-part.ts';

/** One account over a connection of its own, which is made with it and holds no secret. */
export interface Entry {
  getPassword(): Promise<string | null | undefined>;
  setPassword(secret: string): Promise<void>;
  deletePassword(): Promise<boolean>;
}

/** The part of @napi-rs/keyring that is used; tests pass their own. */
export interface Library {
  /**
   * Takes some 6 ms of this thread on Linux.
   * @throws what the library says when there is nothing to connect to
   */
  entry(account: string): Entry;
  /**
   * Every account of the service with its secret, over one connection that is closed again. It never asks the user: a
   * locked keychain is an error. Null where an entry needs no connection, so that nothing would be won.
   */
  readonly all: (() => Promise<readonly { readonly account: string; readonly password: string }[]>) | null;
}

/**
 * The libdbus inside the library waits by `select`, which knows no descriptor from 1024 on: with one it writes past its
 * table and spins for ever in this thread. The connection takes the lowest free one, and this leaves some room.
 */
const highestDescriptor = 1000;

/**
 * The operating system's keychain: Keychain, Credential Manager or Secret Service.
 * @param service name under which the entries stand there
 * @throws AlteredProgram, and when the native module has no build for this machine
 */
export async function loadLibrary(service: string): Promise<Library> {
  // The module's file by name: its keytar.js, which has keytar's calls, takes no options. Without `.js` the packaged
  // app does not start. Required, since an import of CommonJS first loads a parser to find out what it exports.
  const require = createRequire(import.meta.url);
  checkNativePart(require);
  const { AsyncEntry, findCredentialsAsync } = require('@napi-rs/keyring/index.js') as typeof Keyring;
  const linux = process.platform === 'linux';
  return {
    entry(account) {
      if (linux) checkDescriptors();
      // Unpinned, the library falls back to the kernel's keyring, which is empty after a reboot.
      return new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
    },
    // Takes no options and needs none: on Linux it knows the Secret Service only.
    all: linux ? async () => await findCredentialsAsync(service) : null,
  };
}

function checkDescriptors(): void {
  const lowest = openSync(devNull, 'r');
  closeSync(lowest);
  if (lowest > highestDescriptor) {
    throw new Error('Nameward has too many files and connections open at the moment to make one more.');
  }
}
