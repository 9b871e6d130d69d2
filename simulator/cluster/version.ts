/**
 * Compares versions part by part as whole numbers.
 * @returns whether `version` is at least 11.`major`
 */
export function isAtLeast(version: string, major: number): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > 11 || (first === 11 && second >= major);
}
