/** Put in by the build (electron.vite.config.ts). */
declare const NAMEWARD_BUILT_ON: string;

/** The day on which this program was built, `YYYY-MM-DD`; null: it runs from its sources. */
export function builtOn(): string | null {
  return typeof NAMEWARD_BUILT_ON === 'undefined' ? null : NAMEWARD_BUILT_ON;
}
