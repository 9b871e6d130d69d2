import { isRole } from '#shared/domain/roles/roles.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Redact } from '#electron/adapters/whm/redaction.ts';

/**
 * Longest line that is looked at, UTF-16 units: the longest path and the longest allowed value. The rest of a longer
 * one is not read.
 */
const longestLine = 1024;
const roleFile = '-dnsrole';
/** Most lines of a role file that are shown. */
const shownLines = 4;

/** The lines of an entry that are read, by key (`whm-protocol 4`). */
export type MemberFields = ReadonlyMap<string, string>;

const allowed: ReadonlySet<string> = new Set(['user', 'host', 'module', 'debug']);

/** Lines of `grep -H`, each cut before anything is done with it. */
export function cutLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const stop = end === -1 ? text.length : end;
    if (stop > at) lines.push(text.slice(at, Math.min(stop, at + longestLine)));
    at = stop + 1;
  }
  return lines;
}

/** Most colons in the name of a file: an IPv6 address has seven. */
const colonsLimit = 8;

/**
 * Cuts `PATH:CONTENT` where the name of a file that is known to be there ends: a name may hold colons.
 * @param known names in the folder
 * @param fits whether the file may hold such a line
 * @returns null for a line of another file
 */
export function splitLine(
  line: string,
  folder: string,
  known: { has(name: string): boolean },
  fits: (content: string) => boolean = () => true,
): { readonly name: string; readonly content: string } | null {
  if (!line.startsWith(`${folder}/`)) return null;
  const start = folder.length + 1;
  let at = line.indexOf(':', start);
  for (let colons = 0; at !== -1 && colons <= colonsLimit; colons += 1) {
    const name = line.slice(start, at);
    const content = line.slice(at + 1);
    if (known.has(name) && fits(content)) return { name, content };
    at = line.indexOf(':', at + 1);
  }
  return null;
}

const version = '#version ';

function keyOf(content: string): string {
  return content.slice(0, Math.max(content.indexOf('='), 0));
}

/** @param known names of the entries */
export function readFields(
  text: string,
  folder: string,
  known: ReadonlySet<string>,
): ReadonlyMap<string, MemberFields> {
  const files = new Map<string, Map<string, string>>();
  for (const line of cutLines(text)) {
    const split = splitLine(
      line,
      folder,
      known,
      (content) => allowed.has(keyOf(content)) || content.startsWith(version),
    );
    if (split === null) continue;
    const fields = files.get(split.name) ?? new Map<string, string>();
    files.set(split.name, fields);
    const key = keyOf(split.content);
    // A file that was edited elsewhere ends its lines with CR LF.
    if (key !== '') fields.set(key, split.content.slice(key.length + 1).trim());
  }
  return files;
}

/** The lines of the role files by entry. @param known names of the entries that have one */
export function readRoleLines(
  text: string,
  folder: string,
  known: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const files = { has: (name: string) => name.endsWith(roleFile) && known.has(name.slice(0, -roleFile.length)) };
  for (const line of cutLines(text)) {
    const split = splitLine(line, folder, files);
    if (split === null) continue;
    const name = split.name.slice(0, -roleFile.length);
    const lines = found.get(name) ?? [];
    found.set(name, lines);
    if (lines.length <= shownLines) lines.push(split.content);
  }
  return found;
}

/** A role, or what stands in its place. */
export interface RoleReading {
  readonly role: Role | null;
  readonly roleText: string | null;
}

/**
 * Reads a role file: it holds one word (`whm-protocol 4`). What WHM makes of two, of a word of its guide
 * (`whm-protocol 13 C11`) or of a word with something behind it is documented nowhere, so that the role is unknown, and
 * what stands there is shown.
 * @param lines what was read of it; undefined: nothing
 */
export function readRole(lines: readonly string[] | undefined, redact: Redact): RoleReading {
  const [only = '', ...more] = lines ?? [];
  if (more.length === 0 && isRole(only)) return { role: only, roleText: null };
  const shown = (lines ?? []).slice(0, shownLines).map((line) => redact(line, 40));
  return { role: null, roleText: shown.length < (lines?.length ?? 0) ? `${shown.join(', ')}, …` : shown.join(', ') };
}
