/**
 * What must be burnt into a packaged Electron, and why. electron-builder.yml burns them; this list is kept apart from
 * it so that reading back checks what was wanted, not what was written.
 * @type {Readonly<Record<string, boolean>>}
 */
const wantedFuses = {
  // ELECTRON_RUN_AS_NODE would turn the signed app into a Node that reads the user's keychain in its name.
  RunAsNode: false,
  EnableCookieEncryption: true,
  // NODE_OPTIONS and --inspect would do the same by other ways.
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  // The page comes from app://, so file:// needs no rights.
  GrantFileProtocolExtraPrivileges: false,
};

/**
 * Reads the fuses out of a packaged binary.
 * @param {string} executable or the .app folder on macOS
 * @returns {Promise<{ name: string, found: boolean | undefined, wanted: boolean }[]>} `found` is undefined where this
 *   Electron has no such fuse
 */
export async function readFuses(executable) {
  const { FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses');
  const { FuseState } = await import('@electron/fuses/dist/constants.js');
  const wire = await getCurrentFuseWire(executable);
  return Object.entries(wantedFuses).map(([name, wanted]) => {
    const state = wire[FuseV1Options[/** @type {keyof typeof FuseV1Options} */ (name)]];
    const found = state === FuseState.ENABLE ? true : state === FuseState.DISABLE ? false : undefined;
    return { name, found, wanted };
  });
}
