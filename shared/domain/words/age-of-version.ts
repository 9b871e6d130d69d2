/** After so many months a version is called old: security updates of Electron come every few weeks. */
const oldAfterMonths = 6;

/**
 * When this version was built, and a plain hint where that is long ago. Nothing is asked of anybody for it.
 * @param builtOn `YYYY-MM-DD`; null: run from its sources
 * @param now epoch ms
 * @returns a sentence, and whether it is a hint to look for a newer version
 */
export function ageOfVersion(builtOn: string | null, now: number): { readonly words: string; readonly old: boolean } {
  const at = builtOn === null ? Number.NaN : Date.parse(`${builtOn}T00:00:00Z`);
  if (builtOn === null || Number.isNaN(at)) return { words: 'from its sources', old: false };
  const months = Math.floor((now - at) / (30.44 * 24 * 3600_000));
  if (months < oldAfterMonths) return { words: `on ${builtOn}`, old: false };
  return { words: `on ${builtOn}, ${months} months ago: look whether there is a newer version`, old: true };
}
