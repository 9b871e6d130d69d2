import { lookUp } from '#shared/domain/table.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';

/**
 * The same change with the member left alone: for one that is down, or that refuses the token that the entry carried.
 * Its address is typed, which is sure to write the same entry, and stands where the host name was.
 */
export function withoutContact(change: Change): Change {
  if (change.kind === 'member.edit') return { ...change, contact: 'none', hostname: null };
  if (change.kind !== 'member.add' || change.member.contact === 'none') return change;
  return { ...change, member: { ...change.member, host: change.member.address, contact: 'none' } };
}

/**
 * The change that takes another back.
 * @param before the settings before the change was made
 * @returns null where it cannot be taken back, or what was before is unknown
 */
export function inverseOf(change: Change, before: FleetConfiguration): Change | null {
  const server = lookUp(before, change.server);
  return server ? kindOf(change).inverse(change, server) : null;
}
