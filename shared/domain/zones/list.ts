/** Names of zones as peers list them (`whm-protocol 5`, `whm-protocol 13.3`). */

/** Zone names become file names, so nothing else may stand in them; and no option of a command. */
const zonePattern = /^[a-z0-9_][a-z0-9_-]*(?:\.[a-z0-9_-]+)*$/;
const longestName = 253;

/**
 * A zone's name without the suffix of its file, which some implementers of the peer protocol leave there, and in lower
 * case.
 * @returns null for what cannot be the name of a zone
 */
export function zoneNameOf(listed: string): string | null {
  if (listed.length > longestName + '.db.'.length) return null;
  const lower = listed.trim().toLowerCase();
  const file = lower.endsWith('.') ? lower.slice(0, -1) : lower;
  const name = file.endsWith('.db') ? file.slice(0, -'.db'.length) : file;
  return name.length <= longestName && zonePattern.test(name) ? name : null;
}

/**
 * Reads a list of zones, one a line. It is made of the names of the files in a folder, where copies lie too: what
 * cannot be a zone is left out.
 * @returns each name once; null where lines stand and none of them can be a zone: that is no list
 */
export function zoneNamesIn(lines: readonly string[]): readonly string[] | null {
  const listed = lines.filter((line) => line.trim() !== '');
  const names = new Set(listed.map(zoneNameOf).filter((name) => name !== null));
  return names.size === 0 && listed.length > 0 ? null : [...names];
}
