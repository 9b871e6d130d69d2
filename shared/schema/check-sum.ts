/** The table of CRC-32 (ISO 3309, as in zip and PNG): any flipped bit and any run of up to 32 of them gives another sum. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/**
 * A check sum against damage by disks and memory; no defence against people.
 * @param text its UTF-16 units are summed, low byte first
 * @returns 8 hexadecimal digits
 */
export function checkSum(text: string): string {
  let sum = 0xffffffff;
  const take = (byte: number): void => void (sum = (sum >>> 8) ^ (table[(sum ^ byte) & 0xff] ?? 0));
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    take(unit & 0xff);
    take(unit >>> 8);
  }
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
