const debugWords: ReadonlyMap<string, boolean> = new Map([
  ...['', '0', 'off', 'no', 'false'].map((word) => [word, false] as const),
  ...['1', 'on', 'yes', 'true'].map((word) => [word, true] as const),
]);

/**
 * Debug mode by its value: guides and installers write `on` and `off`, WHM 1 and 0 (`whm-protocol 13 C12`).
 * @returns null for no value at all, and for any other word: what a module makes of it is its own affair
 */
export function debugOf(value: string | undefined): boolean | null {
  return value === undefined ? null : (debugWords.get(value.trim().toLowerCase()) ?? null);
}
