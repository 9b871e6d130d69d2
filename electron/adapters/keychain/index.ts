export { createKeychain, type KeychainOptions } from './keychain.ts';
