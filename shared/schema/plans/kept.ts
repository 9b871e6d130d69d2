import type { z } from 'zod';
import type { journalEntryV2, planV2 } from './v2.ts';

/** A plan as it is kept on disk. */
export type KeptPlan = z.output<typeof planV2>;
export type StepDetails = KeptPlan['details'][number];
export type JournalEntry = z.output<typeof journalEntryV2>;
export type MadeToken = NonNullable<Extract<JournalEntry, { kind: 'begun' }>['made']>;
