/** Keys of zones: real ones, so that tag and digest are right (RFC 4034, RFC 6605). */
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { DnssecKey } from '../model.ts';

const ALGORITHM = 13;
const FLAGS = 257;

/** @param id number within the server */
export function createDnssecKey(id: number): DnssecKey {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const key = { id, flags: FLAGS, algorithm: ALGORITHM, publicKey: point.toString('base64') } as const;
  return { ...key, tag: keyTag(keyData(key)) };
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

/** @returns null for what is no key of the algorithm that is used here */
export function readKey(text: string, id: number): DnssecKey | null {
  const [, flags, publicKey] = /^(256|257) 3 13 ([A-Za-z0-9+/=]{88})$/.exec(text) ?? [];
  if (publicKey === undefined) return null;
  const key = { id, flags: flags === '256' ? 256 : 257, algorithm: ALGORITHM, publicKey } as const;
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
