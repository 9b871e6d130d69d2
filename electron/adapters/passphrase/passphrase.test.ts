import { expect, it } from 'vitest';
import { createPassphraseVerifier } from './index.ts';

const verifier = createPassphraseVerifier();

it('knows the passphrase again and no other, and keeps nothing of it', async () => {
  const stored = await verifier.create('correct horse');
  expect(stored).not.toContain('correct');
  expect(await verifier.matches(stored, 'correct horse')).toBe(true);
  expect(await verifier.matches(stored, 'correct horse ')).toBe(false);
  expect(await verifier.create('correct horse')).not.toBe(stored);
});

it('takes the two ways of writing an umlaut for one', async () => {
  expect(await verifier.matches(await verifier.create('m\u00fcller-8'), 'mu\u0308ller-8')).toBe(true);
});

it.each(['', 'scrypt$', 'scrypt$1$1$1$AA==$AA==', '{"hash":"x"}'])(
  'does not judge by what it did not write: %s',
  async (stored) => {
    expect(await verifier.matches(stored, 'anything')).toBe(null);
  },
);
