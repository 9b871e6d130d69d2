/**
 * Compares WHM versions as whole numbers; as decimals 11.126 would be less than 11.84 (`whm-protocol 3.3`, `8`).
 * @param version `11.MAJOR.0.BUILD`
 * @returns whether it is at least 11.`major`; null when the version cannot be read
 */
export function isAtLeast(version: string, major: number): boolean | null {
  const found = /^(\d+)\.(\d+)/.exec(version);
  if (found === null) return null;
  const [first, second] = [Number(found[1]), Number(found[2])];
  return first > 11 || (first === 11 && second >= major);
}
