import type { z } from 'zod';
import type { DocumentDefinition } from '#shared/schema/definition.ts';
import { planV1 } from './v1.ts';
import type { KeptPlan } from './kept.ts';
import { planV2 } from './v2.ts';

/** The file of one plan; its name is the plan's id. */
export function planDocument(id: string): DocumentDefinition<KeptPlan> {
  return {
    name: id,
    form: 'wrapped',
    versions: [planV1, planV2],
    migrations: [(data) => ({ ...(data as z.output<typeof planV1>), journalled: false })],
  };
}

export type { JournalEntry, KeptPlan, MadeToken, StepDetails } from './kept.ts';
export { journalLine, openingLine, readJournal, type JournalReading } from './journal.ts';
