import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * SHA-256 of the keychain library's native parts as they were when Nameward was built, in hexadecimal digits, by the
 * name under which Node finds them; put in by electron.vite.config.ts.
 */
declare const KEYRING_SHA256: Readonly<Record<string, string>>;

/** A file of the program is not the one that this version was built with. */
export class AlteredProgram extends Error {
  constructor(file: string) {
    super(`the file ${file} of Nameward is not the one that this version was built with`);
    this.name = 'AlteredProgram';
  }
}

/**
 * Holds files against what they were, before anything of them runs.
 * @param expected SHA-256 by name
 * @param find the place of a file; null: it is not there, so that nothing of it can run
 * @throws AlteredProgram
 */
export function checkFiles(expected: Readonly<Record<string, string>>, find: (name: string) => string | null): void {
  for (const [name, sha256] of Object.entries(expected)) {
    const place = find(name);
    if (place === null) continue;
    if (createHash('sha256').update(readFileSync(place)).digest('hex') !== sha256) throw new AlteredProgram(place);
  }
}

/**
 * Native parts lie beside the archive of the program, which no system checks. What was not built, as in tests, has no
 * sums.
 * @throws AlteredProgram
 */
export function checkNativePart(require: NodeJS.Require): void {
  // With it the library would load any file.
  delete process.env['NAPI_RS_NATIVE_LIBRARY_PATH'];
  if (typeof KEYRING_SHA256 === 'undefined') return;
  checkFiles(KEYRING_SHA256, (name) => {
    try {
      return require.resolve(name);
    } catch {
      return null;
    }
  });
}
