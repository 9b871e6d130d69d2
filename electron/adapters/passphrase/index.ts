import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PassphraseVerifier } from '#electron/services/ports.ts';

/** How the passphrase is remembered: never itself, only what scrypt makes of it. The cost stands in the record, so that it can grow. */
const verifierSchema = z.object({
  version: z.literal(1),
  cost: z.number().int().min(1024).max(1_048_576),
  blockSize: z.number().int().min(1).max(32),
  parallelization: z.number().int().min(1).max(16),
  salt: z.base64(),
  hash: z.base64(),
});
type Verifier = z.infer<typeof verifierSchema>;

const hashBytes = 32;

function derive(passphrase: string, salt: Buffer, cost: Omit<Verifier, 'salt' | 'hash' | 'version'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFKC'),
      salt,
      hashBytes,
      {
        cost: cost.cost,
        blockSize: cost.blockSize,
        parallelization: cost.parallelization,
        maxmem: 256 * cost.cost * cost.blockSize,
      },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}

async function createVerifier(passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const cost = { cost: 32_768, blockSize: 8, parallelization: 1 };
  const hash = await derive(passphrase, salt, cost);
  const verifier: Verifier = { version: 1, ...cost, salt: salt.toString('base64'), hash: hash.toString('base64') };
  return JSON.stringify(verifier);
}

async function matchesVerifier(stored: string, passphrase: string): Promise<boolean | null> {
  let json: unknown;
  try {
    json = JSON.parse(stored);
  } catch {
    return null;
  }
  const parsed = verifierSchema.safeParse(json);
  if (!parsed.success) return null;
  const expected = Buffer.from(parsed.data.hash, 'base64');
  const actual = await derive(passphrase, Buffer.from(parsed.data.salt, 'base64'), parsed.data);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** The passphrase check by Node's scrypt: 32 MB and some tenths of a second per try. */
export function createPassphraseVerifier(): PassphraseVerifier {
  return { create: createVerifier, matches: matchesVerifier };
}
