/** `/usr/bin/find PATH… -maxdepth N -printf "%p\n"` over a virtual tree. */
import type { Outcome, Unknown } from './outcome.ts';
import type { VirtualFiles } from './virtual-files.ts';

/**
 * Lists starting points and what is below them. A path that does not exist is named on stderr, behind the name that the
 * program was called by, and makes the exit code 1; the others are listed.
 * @param args all after the program's name
 */
export function find(args: readonly string[], files: VirtualFiles): Outcome | Unknown {
  const first = args.findIndex((arg) => arg.startsWith('-'));
  const [maxdepth, depth, printf, format, ...more] = first === -1 ? [] : args.slice(first);
  if (maxdepth !== '-maxdepth' || !/^\d{1,3}$/.test(depth ?? '') || printf !== '-printf' || more.length > 0)
    return 'unknown';
  // The escape as it arrives without a shell, or the character itself.
  if (format !== '%p\\n' && format !== '%p\n') return 'unknown';
  const lines: string[] = [];
  const errors: string[] = [];
  for (const start of args.slice(0, first)) {
    if (exists(start, files)) walk(start, Number(depth), files, lines, errors);
    else errors.push(`/usr/bin/find: ‘${start}’: No such file or directory`);
  }
  return {
    stdout: lines.map((line) => `${line}\n`).join(''),
    stderr: errors.map((line) => `${line}\n`).join(''),
    code: errors.length > 0 ? 1 : 0,
  };
}

function walk(path: string, depth: number, files: VirtualFiles, lines: string[], errors: string[]): void {
  lines.push(path);
  if (depth === 0) return;
  if (files.isUnreadable(normal(path))) errors.push(`/usr/bin/find: ‘${path}’: Input/output error`);
  for (const name of files.list(normal(path)) ?? [])
    walk(path.endsWith('/') ? path + name : `${path}/${name}`, depth - 1, files, lines, errors);
}

/** Whether a path names something of the tree; `.` and `..` are not followed, so nothing but the tree can be named. */
export function exists(path: string, files: VirtualFiles): boolean {
  return files.list(normal(path)) !== null || (!path.endsWith('/') && files.read(path) !== null);
}

/** The path without slashes at its end. */
export function normal(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') || '/' : path;
}
