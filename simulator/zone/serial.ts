/** Serial numbers of zones: sequence space arithmetic of RFC 1982 with 32 bits. */

const HALF = 2 ** 31;
const SPACE = 2 ** 32;

/**
 * Compares two serials by RFC 1982, section 3.2.
 * @returns negative, 0 or positive as `left` is older, the same or newer; null when they lie exactly half the space
 *   apart, where the RFC defines no order
 */
export function compareSerials(left: number, right: number): number | null {
  if (left === right) return 0;
  // What needs more than 32 bits is no serial; dnsadmin, which is Perl, compares numbers then (inferred).
  if (Math.max(left, right) >= SPACE) return left - right;
  const distance = (left - right + SPACE) % SPACE;
  if (distance === HALF) return null;
  return distance < HALF ? 1 : -1;
}

/**
 * The serial of a zone's next version: YYYYMMDDnn as cPanel counts, plus one when today's is used up.
 * @param current the zone's serial
 * @param now epoch ms
 */
export function nextSerial(current: number, now: number): number {
  const today = Number(`${new Date(now).toISOString().slice(0, 10).replaceAll('-', '')}01`);
  return (compareSerials(today, current) ?? 0) > 0 ? today : (current + 1) % SPACE;
}
