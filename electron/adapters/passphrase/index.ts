import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { PassphraseVerifier } from '#electron/services/ports.ts';

/** Cost of one try: 32 MB and about a tenth of a second. It stands in what is stored, so that it can grow. */
const cost = { cost: 32_768, blockSize: 8, parallelization: 1 };
const hashBytes = 32;

/** `scrypt$COST$BLOCK$PARALLEL$SALT$HASH`, the last two in base64. */
const storedPattern = /^scrypt\$(\d{4,7})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9+/=]{16,64})\$([A-Za-z0-9+/=]{16,128})$/;

function derive(
  passphrase: string,
  salt: Buffer,
  { cost: n, blockSize, parallelization }: typeof cost,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { cost: n, blockSize, parallelization, maxmem: 256 * n * blockSize };
    scrypt(passphrase.normalize('NFKC'), salt, hashBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

async function create(passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(passphrase, salt, cost);
  const { cost: n, blockSize, parallelization } = cost;
  return ['scrypt', n, blockSize, parallelization, salt.toString('base64'), hash.toString('base64')].join('$');
}

async function matches(stored: string, passphrase: string): Promise<boolean | null> {
  const found = storedPattern.exec(stored);
  if (!found) return null;
  const [, n, blockSize, parallelization, salt = '', hash = ''] = found;
  const options = { cost: Number(n), blockSize: Number(blockSize), parallelization: Number(parallelization) };
  const expected = Buffer.from(hash, 'base64');
  const actual = await derive(passphrase, Buffer.from(salt, 'base64'), options);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** The passphrase check by Node's scrypt. */
export function createPassphraseVerifier(): PassphraseVerifier {
  return { create, matches };
}
