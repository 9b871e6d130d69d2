import type { z } from 'zod';
import type { DocumentDefinition } from '../definition.ts';
import { planV1 } from './v1.ts';
import { planV2, type journalEntryV2 } from './v2.ts';

/** A plan as it is kept on disk. */
export type KeptPlan = z.output<typeof planV2>;
export type StepDetails = KeptPlan['details'][number];
export type JournalEntry = z.output<typeof journalEntryV2>;
export type MadeToken = NonNullable<Extract<JournalEntry, { kind: 'begun' }>['made']>;

/** The file of one plan; its name is the plan's id. */
export function planDocument(id: string): DocumentDefinition<KeptPlan> {
  return {
    name: id,
    form: 'wrapped',
    versions: [planV1, planV2],
    migrations: [(data) => ({ ...(data as z.output<typeof planV1>), journalled: false })],
  };
}

export { journalLine, openingLine, readJournal, type JournalReading } from './journal.ts';
