const longestDelay = 60_000;

/**
 * Milliseconds to wait after so many wrong passphrases in a row: none after the first two, then doubling up to a
 * minute.
 */
export function delayAfter(wrongInARow: number): number {
  return wrongInARow < 3 ? 0 : Math.min(1000 * 2 ** (wrongInARow - 3), longestDelay);
}
