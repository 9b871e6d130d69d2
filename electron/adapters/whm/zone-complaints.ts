import { complaintsIn, type Complaints } from '#shared/domain/zones/complaints.ts';
import type { Access } from './access.ts';

/**
 * Lines in which zones are said not to be taken, of all that a synchronization printed; fit to be shown.
 * @param whole false: there was more, which is not in the text
 */
export function zoneComplaints(access: Access, printed: string, whole: boolean): Complaints {
  const { lines, unread } = complaintsIn(printed);
  return { lines: lines.map((line) => access.redact(line, 300)), unread: unread || !whole };
}
