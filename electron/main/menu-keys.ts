/**
 * @param keys as an action has them: `Mod K`, `F5`, `/`
 * @returns Electron's form of them; null for a bare key, which a menu would take from whoever types
 */
export function acceleratorOf(keys: string): string | null {
  if (/^F\d+$/.test(keys)) return keys;
  return keys.startsWith('Mod ') ? `CmdOrCtrl+${keys.slice('Mod '.length)}` : null;
}
