/**
 * Reads a zone file line by line, as `parse_dns_zone` shows it and `mass_edit_dns_zone` edits it (`whm-protocol 2.7`).
 */

export type ZoneLine =
  | { readonly kind: 'comment' | 'control'; readonly line: number; readonly count: number; readonly text: string }
  | {
      readonly kind: 'record';
      /** Index of its first line, from 0. */
      readonly line: number;
      /** Lines it takes: more than one within parentheses. */
      readonly count: number;
      /** As it stands in the file. */
      readonly name: string;
      readonly ttl: number;
      readonly type: string;
      readonly data: readonly string[];
    };

/** What a new or changed record consists of. */
export interface RecordFields {
  readonly dname: string;
  readonly ttl: number;
  readonly record_type: string;
  readonly data: readonly string[];
}

const DEFAULT_TTL = 14_400;

/**
 * Every record, comment and control line; empty lines are left out. A line that is none of these counts as a comment.
 */
export function readZone(text: string): readonly ZoneLine[] {
  const lines = text.split('\n');
  const found: ZoneLine[] = [];
  let ttl = DEFAULT_TTL;
  let name = '@';
  for (let at = 0; at < lines.length; at += 1) {
    const first = lines[at] ?? '';
    if (first.trim() === '') continue;
    if (/^\s*;/.test(first) || first.startsWith('$')) {
      const kind = first.startsWith('$') ? 'control' : 'comment';
      ttl = Number(/^\$TTL\s+(\d+)/.exec(first)?.[1] ?? ttl);
      found.push({ kind, line: at, count: 1, text: first });
      continue;
    }
    const start = at;
    let words = wordsOf(first);
    while (words.includes('(') && !words.includes(')') && at + 1 < lines.length) {
      at += 1;
      words = [...words, ...wordsOf(lines[at] ?? '')];
    }
    const record = readRecord(words, /^\s/.test(first) ? name : null, ttl);
    if (record === null) {
      found.push({ kind: 'comment', line: start, count: at - start + 1, text: first });
    } else {
      name = record.name;
      found.push({ kind: 'record', line: start, count: at - start + 1, ...record });
    }
  }
  return found;
}

function readRecord(
  words: readonly string[],
  inherited: string | null,
  usualTtl: number,
): { readonly name: string; readonly ttl: number; readonly type: string; readonly data: readonly string[] } | null {
  const rest = words.filter((word) => word !== '(' && word !== ')');
  const name = inherited ?? rest.shift();
  let ttl = usualTtl;
  while (/^(\d+|IN)$/i.test(rest[0] ?? '')) {
    const word = rest.shift() ?? '';
    if (/^\d+$/.test(word)) ttl = Number(word);
  }
  const type = rest.shift();
  if (name === undefined || type === undefined || rest.length === 0) return null;
  return { name, ttl, type: type.toUpperCase(), data: rest.map(unquoted) };
}

/** Words of a line without its comment; a quoted text is one word, with its quotes. */
function wordsOf(line: string): string[] {
  const found: string[] = [];
  for (const match of line.matchAll(/"(?:[^"\\]|\\.)*"|;.*|[()]|[^\s;()"]+/g)) {
    if (match[0].startsWith(';')) break;
    found.push(match[0]);
  }
  return found;
}

function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\(.)/g, '$1') : word;
}

/** One line of a zone file; texts of TXT records in quotes. */
export function writeRecord({ dname, ttl, record_type: type, data }: RecordFields): string {
  const isText = type === 'TXT';
  const words = data.map((word) => (isText ? `"${word.replaceAll(/["\\]/g, '\\$&')}"` : word));
  return [dname, String(ttl), 'IN', type, ...words].join('\t');
}

/**
 * The text with lines taken out, replaced and added at the end, all counted in the lines before the change.
 * @param removed indices of first lines of records; @param edited new records by such an index
 * @returns the index that names no line of a record, or the new text
 */
export function editZone(
  text: string,
  removed: readonly number[],
  edited: ReadonlyMap<number, RecordFields>,
  added: readonly RecordFields[],
): { readonly bad: number } | { readonly text: string } {
  const lines = text.split('\n');
  const known = new Map(readZone(text).map((line) => [line.line, line.count]));
  const bad = [...removed, ...edited.keys()].find((index) => !known.has(index));
  if (bad !== undefined) return { bad };
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const fields = edited.get(at);
    if (fields === undefined && !removed.includes(at)) {
      kept.push(lines[at] ?? '');
      continue;
    }
    if (fields !== undefined) kept.push(writeRecord(fields));
    at += (known.get(at) ?? 1) - 1;
  }
  while (kept.at(-1) === '') kept.pop();
  return { text: `${[...kept, ...added.map(writeRecord)].join('\n')}\n` };
}
