import type { z } from 'zod';
import type { DocumentDefinition } from '../definition.ts';
import { journalEntryV1, planV1 } from './v1.ts';

/** A plan as it is kept on disk. */
export type KeptPlan = z.output<typeof planV1>;
export type StepDetails = KeptPlan['details'][number];
export type JournalEntry = z.output<typeof journalEntryV1>;
export type MadeToken = NonNullable<StepDetails['revokes']>;

/** The file of one plan; its name is the plan's id. */
export function planDocument(id: string): DocumentDefinition<KeptPlan> {
  return { name: id, form: 'wrapped', versions: [planV1], migrations: [] };
}

const journalVersion = 1;

/** @returns one line of a journal, with its line feed */
export function journalLine(entry: JournalEntry): string {
  return `${JSON.stringify({ version: journalVersion, ...entry })}\n`;
}

/** What the text of a journal holds. `torn`: bytes at the end that a killed writer left half written. `newer`: it goes on in a form that this Nameward does not know. */
export interface JournalReading {
  readonly entries: readonly JournalEntry[];
  readonly newer: boolean;
  readonly torn: boolean;
  /** Number of a line that cannot be understood although others follow it, 1 for the first; null: none. */
  readonly broken: number | null;
}

/** @param text of the whole file */
export function readJournal(text: string): JournalReading {
  const lines = text.split('\n');
  const torn = lines.pop() !== '';
  const entries: JournalEntry[] = [];
  for (const [index, line] of lines.entries()) {
    const json = parsed(line);
    if (typeof json === 'object' && json !== null && 'version' in json && Number(json.version) > journalVersion) {
      return { entries, newer: true, torn: false, broken: null };
    }
    const entry = journalEntryV1.safeParse(json);
    if (!entry.success) return { entries, newer: false, torn, broken: index + 1 };
    entries.push(entry.data);
  }
  return { entries, newer: false, torn, broken: null };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
