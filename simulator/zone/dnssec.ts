/** Keys of zones: real ones, so that tag and digest are right (RFC 4034, RFC 6605). */
import { createECDH, createHash } from 'node:crypto';
import type { DnssecKey } from '#simulator/model.ts';

const ALGORITHM = 13;
const CURVE = 'prime256v1';

type KeyFacts = Pick<DnssecKey, 'id' | 'flags' | 'active' | 'createdAt'>;

/** A new key; its private half is not kept, since nothing is signed. */
export function createDnssecKey(facts: KeyFacts): DnssecKey {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  return keyOf(facts, pair);
}

/**
 * Reads a private key as `pdnsutil export-zone-key` writes it.
 * @returns null for what is none, and for another algorithm than the one that is used here
 */
export function importDnssecKey(text: string, facts: KeyFacts): DnssecKey | null {
  const [, algorithm] = /^Algorithm:\s*(\d+)\b/im.exec(text) ?? [];
  const [, secret = ''] = /^PrivateKey:\s*([A-Za-z0-9+/]{43}=)\s*$/im.exec(text) ?? [];
  if (Number(algorithm) !== ALGORITHM || secret === '') return null;
  const pair = createECDH(CURVE);
  try {
    pair.setPrivateKey(secret, 'base64');
  } catch {
    // Not a number below the order of the curve.
    return null;
  }
  return keyOf(facts, pair);
}

function keyOf(facts: KeyFacts, pair: ReturnType<typeof createECDH>): DnssecKey {
  // Without the byte that says 'uncompressed' (RFC 6605).
  const publicKey = pair.getPublicKey().subarray(1).toString('base64');
  const key = { ...facts, algorithm: ALGORITHM, publicKey } as const;
  return { ...key, tag: keyTag(keyData(key)) };
}

/** `CSK` signs keys and zone alike: there is no other one that signs the zone. */
export function keyTypeOf(key: DnssecKey, all: readonly DnssecKey[]): 'CSK' | 'KSK' | 'ZSK' {
  if (key.flags === 256) return 'ZSK';
  return all.some((one) => one.flags === 256) ? 'KSK' : 'CSK';
}

/** The digest of a DS record with SHA-256: over the owner's name and the key's data. */
export function dsDigest(zone: string, key: DnssecKey): string {
  const labels = zone.toLowerCase().split('.');
  const name = labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, 'latin1')]);
  return createHash('sha256')
    .update(Buffer.concat([...name, Buffer.from([0]), keyData(key)]))
    .digest('hex');
}

/** As in a DNSKEY record: `257 3 13 BASE64`. */
export function writeKey(key: DnssecKey): string {
  return `${String(key.flags)} 3 ${String(key.algorithm)} ${key.publicKey}`;
}

/**
 * Reads a key as {@link writeKey} writes it.
 * @param createdAt epoch seconds
 * @returns null for what is no key of the algorithm that is used here
 */
export function readKey(text: string, id: number, createdAt: number): DnssecKey | null {
  const [, flags, publicKey] = /^(256|257) 3 13 ([A-Za-z0-9+/=]{88})$/.exec(text) ?? [];
  if (publicKey === undefined) return null;
  const facts = { id, flags: flags === '256' ? 256 : 257, active: true, createdAt } as const;
  const key = { ...facts, algorithm: ALGORITHM, publicKey } as const;
  return { ...key, tag: keyTag(keyData(key)) };
}

function keyData(key: Pick<DnssecKey, 'flags' | 'algorithm' | 'publicKey'>): Buffer {
  return Buffer.concat([
    Buffer.from([key.flags >> 8, key.flags & 0xff, 3, key.algorithm]),
    Buffer.from(key.publicKey, 'base64'),
  ]);
}

/** RFC 4034, appendix B. */
function keyTag(data: Buffer): number {
  let sum = 0;
  for (const [at, byte] of data.entries()) sum += at % 2 === 0 ? byte << 8 : byte;
  return (sum + (sum >> 16)) & 0xffff;
}
