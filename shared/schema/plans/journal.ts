import { checkSum } from '#shared/schema/check-sum.ts';
import type { JournalEntry } from './kept.ts';
import { journalEntryV2 } from './v2.ts';

/** Version 1 had no check sums and no first line; its lines are still read. */
const journalVersion = 2;
/** A line's own sum stands last in it. */
const summed = /^(.*),"sum":"([0-9a-f]{8})"\}$/;

function withSum(content: object, before: string): { readonly line: string; readonly sum: string } {
  const text = JSON.stringify({ version: journalVersion, ...content });
  const sum = checkSum(before + text);
  return { line: `${text.slice(0, -1)},"sum":"${sum}"}\n`, sum };
}

/**
 * One line of a journal, with its line feed.
 * @param before check sum of the line before; empty for none
 */
export function journalLine(entry: JournalEntry, before: string): { readonly line: string; readonly sum: string } {
  return withSum(entry, before);
}

/** The first line of a journal: that there was one, and whose. */
export function openingLine(plan: string): { readonly line: string; readonly sum: string } {
  return withSum({ kind: 'opened', plan }, '');
}

/** What the text of a journal holds. */
export interface JournalReading {
  readonly entries: readonly JournalEntry[];
  /** Its first line is there. */
  readonly opened: boolean;
  /** It goes on in a form that this Nameward does not know. */
  readonly newer: boolean;
  /** Bytes at the end that a killed writer left half written. */
  readonly torn: boolean;
  /**
   * Number of a line that cannot be understood or does not have the check sum that it carries, 1 for the first; null:
   * none.
   */
  readonly broken: number | null;
  /** Check sum of the last line that was understood; empty: none. */
  readonly sum: string;
}

/** @param text of the whole file */
export function readJournal(text: string): JournalReading {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const entries: JournalEntry[] = [];
  let [opened, sum] = [false, ''];
  const reading = (more: Partial<JournalReading>): JournalReading => ({
    entries,
    opened,
    newer: false,
    torn: rest !== '',
    broken: null,
    sum,
    ...more,
  });
  for (const [index, line] of lines.entries()) {
    const json = parsed(line);
    const version = versionOf(json);
    if (version > journalVersion) return reading({ newer: true, torn: false });
    // A line without a sum among those that have one is none that was ever written.
    const own = sumOf(line, sum);
    if (own === null && (version !== 1 || sum !== '')) return reading({ broken: index + 1 });
    sum = own ?? '';
    if (index === 0 && own !== null && isOpening(json)) {
      opened = true;
      continue;
    }
    const entry = journalEntryV2.safeParse(json);
    if (!entry.success) return reading({ broken: index + 1 });
    entries.push(entry.data);
  }
  // A writer that was killed leaves the beginning of a line. What is whole and ends with something else than a line
  // feed is damaged.
  return reading({ broken: sumOf(rest.slice(0, -1), sum) === null ? null : lines.length + 1 });
}

/** @returns the check sum that the line carries; null: it carries none, or a wrong one */
function sumOf(line: string, before: string): string | null {
  const found = summed.exec(line);
  if (!found) return null;
  const [, content = '', own = ''] = found;
  return checkSum(`${before}${content}}`) === own ? own : null;
}

function versionOf(json: unknown): number {
  return typeof json === 'object' && json !== null && 'version' in json ? Number(json.version) : 0;
}

function isOpening(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'opened';
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
