/** The part of @napi-rs/keyring that is used; tests pass their own. */
export interface Entries {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<boolean>;
}

/**
 * An entry is a connection to the store, which takes some 10 ms of this thread to make and holds no secret. Those asked most
 * (the vault's own) stay; a connection for each of a thousand servers would be too many.
 */
const keptEntries = 16;

/**
 * Entries of the operating system's keychain: Keychain, Credential Manager or Secret Service.
 * @param service name under which they stand there
 * @throws when the native module has no build for this machine
 */
export async function systemEntries(service: string): Promise<Entries> {
  // The module's file by name: its keytar.js, which has keytar's calls, takes no options. Without `.js` the packaged app does
  // not start.
  const { AsyncEntry } = await import('@napi-rs/keyring/index.js');
  // Unpinned, the library falls back to the kernel's keyring, which is empty after a reboot.
  const kept = new Map<string, InstanceType<typeof AsyncEntry>>();
  const entry = (account: string) => {
    const found = kept.get(account) ?? new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
    kept.delete(account);
    kept.set(account, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptEntries) break;
      kept.delete(oldest);
    }
    return found;
  };
  return {
    get: async (account) => (await entry(account).getPassword()) ?? null,
    set: async (account, secret) => await entry(account).setPassword(secret),
    delete: async (account) => await entry(account).deletePassword(),
  };
}

/** What the keychain of this system is called by its users. */
export function keychainName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Keychain';
  return platform === 'win32' ? 'Credential Manager' : 'Secret Service';
}
