import { complaintsIn } from '#shared/domain/zones/complaints.ts';
import type { Access } from './access.ts';

/** Lines in which zones are said not to be taken, of all that a synchronization printed; fit to be shown. */
export function zoneComplaints(access: Access, printed: string): readonly string[] {
  return complaintsIn(printed).map((line) => access.redact(line, 300));
}
