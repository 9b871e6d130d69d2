/**
 * Makes a generator of seeded randomness (mulberry32), so that the same seed gives the same fleet.
 * @param seed any integer
 * @returns a function that gives numbers in [0, 1)
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Text of randomly chosen characters: tokens, session keys, error ids.
 * @param random numbers in [0, 1)
 * @param alphabet the characters to choose from
 * @param length in characters
 */
export function randomText(random: () => number, alphabet: string, length: number): string {
  let text = '';
  for (let at = 0; at < length; at += 1) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return text;
}
