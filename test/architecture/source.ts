import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file of the checkout. */
export interface SourceFile {
  /** From the checkout's top, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const checkout = join(import.meta.dirname, '../..');

/** What git does not track, by name at any depth. */
const untracked = new Set([
  'node_modules',
  '.git',
  'out',
  'release',
  'release-smoke',
  '.cache',
  'coverage',
  'test-results',
]);
const textual = /\.(ts|tsx|js|cjs|mjs|json|md|css|html|yml|yaml|svg|plist|txt)$|^[^.]+$/;

/**
 * @param top of a checkout, this one or of another commit
 * @returns every text file of it, in order of path
 */
export function readSources(top = checkout): SourceFile[] {
  return walk(top)
    .map((file) => ({
      path: relative(top, file).split(sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (untracked.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() && textual.test(entry.name) ? [path] : [];
  });
}

/** @returns the files that hold our code and import other code */
export function codeOf(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => /^(electron|renderer|shared|simulator)\/.*\.tsx?$/.test(file.path));
}
