/**
 * The table of CRC-32 (ISO 3309, as in zip and PNG): any flipped bit and any run of up to 32 of them gives another sum.
 */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/**
 * A check sum against damage by disks and memory; no defence against people.
 * @returns 8 hexadecimal digits
 */
export function checkSumOf(bytes: Uint8Array): string {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0);
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}

/** The check sum of a text in UTF-16, low byte first, as lines of a journal carry it. */
export function checkSum(text: string): string {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bytes[at * 2] = unit & 0xff;
    bytes[at * 2 + 1] = unit >>> 8;
  }
  return checkSumOf(bytes);
}
