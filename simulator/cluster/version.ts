/**
 * The second number of `11.MAJOR.MINOR.BUILD`, or the first where the `11.` is left out; versions compare as integers,
 * never as decimals (`whm-protocol 8`, `whm-protocol 13 C10`).
 */
export function majorOf(version: string): number {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first === 11 ? second : first;
}

/** A version as pages and state files show it. */
export function shownVersion(version: string, form: 'whole' | 'short'): string {
  return form === 'short' ? version.replace(/^11\./, '') : version;
}

/**
 * Compares versions part by part as whole numbers.
 * @returns whether `version` is at least 11.`major`
 */
export function isAtLeast(version: string, major: number): boolean {
  return majorOf(version) >= major;
}
