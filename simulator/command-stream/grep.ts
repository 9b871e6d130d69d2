/** `/usr/bin/grep -rHsE …` over a virtual tree. */
import { basename } from 'node:path/posix';
import { exists, normal } from './find.ts';
import { EXPRESSION_FLAGS, translateExtended } from './extended-regexp.ts';
import type { Outcome, Unknown } from './outcome.ts';
import type { VirtualFiles } from './virtual-files.ts';

interface Search {
  readonly onlyMatches: boolean;
  readonly include: readonly RegExp[];
  readonly exclude: readonly RegExp[];
  readonly source: string;
}

/**
 * Searches files and, below folders, all files; `-s` keeps silent about missing ones, but they make the exit code 2 as
 * they do in GNU grep.
 * @param args all after the program's name: `-rHsE` or `-rHsoE`, includes or excludes, the pattern, paths
 */
export function grep(args: readonly string[], files: VirtualFiles): Outcome | Unknown {
  const [flags, ...rest] = args;
  if (flags !== '-rHsE' && flags !== '-rHsoE') return 'unknown';
  const globs = rest.slice(
    0,
    rest.findIndex((arg) => !/^--(include|exclude)=/.test(arg)),
  );
  const [pattern, ...paths] = rest.slice(globs.length);
  if (pattern === undefined || pattern.startsWith('-') || paths.length === 0) return 'unknown';
  if (paths.some((path) => path.startsWith('-'))) return 'unknown';
  const source = translateExtended(pattern);
  if (source === null) return { stdout: '', stderr: 'grep: Invalid regular expression\n', code: 2 };
  const globsOf = (option: string): readonly RegExp[] =>
    globs.filter((arg) => arg.startsWith(`${option}=`)).map((arg) => globExpression(arg.slice(option.length + 1)));
  const search = {
    onlyMatches: flags === '-rHsoE',
    include: globsOf('--include'),
    exclude: globsOf('--exclude'),
    source,
  };
  const lines: string[] = [];
  let missing = false;
  let selected = false;
  for (const path of paths) {
    if (!exists(path, files) || isUnreadableBelow(path, files)) missing = true;
    if (searchBelow(path, search, files, lines)) selected = true;
  }
  return {
    stdout: lines.map((line) => `${line}\n`).join(''),
    stderr: '',
    code: missing ? 2 : selected ? 0 : 1,
  };
}

/** Whether a folder that is to be searched cannot be read. */
function isUnreadableBelow(path: string, files: VirtualFiles): boolean {
  if (files.isUnreadable(normal(path))) return true;
  return (files.list(normal(path)) ?? []).some((name) => isUnreadableBelow(`${normal(path)}/${name}`, files));
}

/** Adds what is printed; tells whether any line was selected, which one with nothing but empty matches is too. */
function searchBelow(path: string, search: Search, files: VirtualFiles, lines: string[]): boolean {
  const names = files.list(normal(path));
  if (names !== null) {
    const parent = path.endsWith('/') ? path : `${path}/`;
    return names.filter((name) => searchBelow(parent + name, search, files, lines)).length > 0;
  }
  if (!isWanted(basename(path), search)) return false;
  const text = files.read(path);
  if (text === null) return false;
  const rows = text.split('\n');
  if (rows.at(-1) === '') rows.pop();
  const expression = new RegExp(search.source, EXPRESSION_FLAGS);
  const selected = rows.filter((row) => expression.test(row));
  for (const row of selected) {
    const printed = search.onlyMatches ? longestMatches(row, search.source) : [row];
    for (const text of printed) lines.push(`${path}:${text}`);
  }
  return selected.length > 0;
}

/**
 * An include that does not fit or an exclude that fits keeps a file out; with both, the last that fits decides, which
 * the app never sends.
 */
function isWanted(name: string, search: Search): boolean {
  if (search.exclude.some((glob) => glob.test(name))) return false;
  return search.include.length === 0 || search.include.some((glob) => glob.test(name));
}

/**
 * All matches of a row that are not empty; of those that begin at one place the longest, as POSIX demands and
 * JavaScript does not.
 */
function longestMatches(row: string, source: string): readonly string[] {
  const found: string[] = [];
  const search = new RegExp(source, `${EXPRESSION_FLAGS}g`);
  let from = 0;
  while (from <= row.length) {
    search.lastIndex = from;
    const match = search.exec(row);
    if (match === null) break;
    const end = longestEnd(row, source, match.index, match.index + match[0].length);
    if (end > match.index) found.push(row.slice(match.index, end));
    from = Math.max(end, match.index + 1);
  }
  return found;
}

/** Asks for a match from `start` that goes further than `end`, until there is none. */
function longestEnd(row: string, source: string, start: number, end: number): number {
  const units = `${EXPRESSION_FLAGS.replace('u', '')}y`;
  const longer = new RegExp(`(?:${source})(?<=^[^]{${String(end + 1)},})`, units);
  longer.lastIndex = start;
  const match = longer.exec(row);
  return match === null ? end : longestEnd(row, source, start, start + match[0].length);
}

/** A shell's glob for one name: `*`, `?` and `[…]`. */
function globExpression(glob: string): RegExp {
  const source = glob
    .replace(/[\\^$.+(){}|/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
    .replaceAll('[!', '[^');
  return new RegExp(`^(?:${source})$`);
}
