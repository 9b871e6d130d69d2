export { createKeychain, type Keychain, type KeychainOptions } from './keychain.ts';
