/** Serial numbers of zones: 32 bits in the sequence space of RFC 1982. */

const space = 2 ** 32;
const half = 2 ** 31;

/** Whether it can be a serial: a whole number of 32 bits. */
export function isSerial(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < space;
}

/**
 * The serial that a word is. Scripts append digits to a date until it no longer is one; nameservers refuse such a zone
 * or wrap the number.
 * @returns null: it is none, and compares with nothing
 */
export function readSerial(word: string): number | null {
  if (!/^\d{1,10}$/.test(word)) return null;
  const serial = Number(word);
  return isSerial(serial) ? serial : null;
}

/**
 * Compares two serials (RFC 1982, section 3.2). It is no order of all of them: newer than newer may be older.
 * @returns 1: `left` is newer, -1: older, 0: the same, null: exactly half the space apart, which the RFC leaves
 *   undefined
 */
export function compareSerials(left: number, right: number): -1 | 0 | 1 | null {
  if (left === right) return 0;
  const ahead = (left - right + space) % space;
  if (ahead === half) return null;
  return ahead < half ? 1 : -1;
}

/**
 * The newest of some serials, as they come.
 * @returns null when there is none
 */
export function newestSerial(serials: Iterable<number>): number | null {
  let newest: number | null = null;
  for (const serial of serials) {
    if (newest === null || compareSerials(serial, newest) === 1) newest = serial;
  }
  return newest;
}
