/** @returns the whole number that the text is, or null when it is none or out of bounds */
export function parseWhole(text: string, min: number, max: number): number | null {
  if (!/^\s*\d{1,6}\s*$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}
