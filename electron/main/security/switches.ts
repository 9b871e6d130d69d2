/**
 * Switches of Chromium that let somebody else drive the page: who finds the port asks nobody for anything. Chromium
 * takes them from whoever starts the app, a starter or a script among them.
 */
const driving: readonly string[] = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-socket-name',
  'remote-allow-origins',
  'auto-open-devtools-for-tabs',
  'load-extension',
  'wait-for-debugger-children',
];

/** @param has whether the command line has a switch @returns those that the packaged app does not take */
export function drivingSwitches(has: (name: string) => boolean): readonly string[] {
  return driving.filter((name) => has(name));
}

/**
 * The tests drive a packaged app that says so of itself in its package.json (`scripts/package.js`); the one that is
 * shipped does not.
 * @param manifest text of the app's package.json
 */
export function isForTests(manifest: string): boolean {
  try {
    return (JSON.parse(manifest) as { drivenByTests?: unknown }).drivenByTests === true;
  } catch {
    return false;
  }
}
