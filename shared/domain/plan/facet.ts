import { lookUp } from '#shared/domain/table.ts';
import { sameData } from '#shared/domain/topology/delta.ts';
import { normalizeHost } from '#shared/domain/topology/directory.ts';
import { applyChange } from './apply.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';
import type { Facet } from '#shared/domain/plan/kinds/kind.ts';

/** The part of the settings that a change is about: what is compared to see whether it was made. */

/** @returns null where that part of the settings is not known, and for a synchronization, which changes no setting */
export function facetOf(change: Change, fleet: FleetConfiguration): Facet {
  const server = lookUp(fleet, change.server);
  return server ? kindOf(change).facet(change, server) : null;
}

/** Fields that no channel may be able to read, and whose absence does not put a change in doubt. */
const optional: ReadonlySet<string> = new Set(['debug', 'user', 'module', 'hostname']);

/** @returns whether what was read is as expected; null: what matters could not be read */
export function facetIs(actual: Facet, expected: Facet): boolean | null {
  if (actual === null || expected === null) return null;
  if (sameData(actual, expected)) return true;
  let doubtful = false;
  for (const [field, value] of Object.entries(expected)) {
    const read = actual[field] ?? null;
    if (read === value || value === null) continue;
    if (read !== null) return false;
    if (!Object.hasOwn(actual, field)) return false;
    if (!optional.has(field)) doubtful = true;
  }
  return doubtful ? null : true;
}

/**
 * What became of a change, by what is read: made, not made, half made (each part is as before or as wanted), something
 * else, or it cannot be told.
 */
export type Became = 'made' | 'not-made' | 'half' | 'other' | 'unknown';

/**
 * A member that was asked may have given another host name than was expected: the edit is made all the same, once that
 * name or anything else of the entry is another one than before.
 */
function named(change: Change, wanted: Facet, actual: Facet, before: Facet): Facet {
  if (change.kind !== 'member.edit' || change.contact === 'none' || !wanted || !actual || !before) return wanted;
  const given = { ...wanted, hostname: actual['hostname'] ?? null };
  return facetIs(given, before) === true ? wanted : given;
}

/**
 * The host name that an entry carries where another one was expected: WHM stores what the member says of itself
 * (`whm-protocol 3.4`).
 * @param before the settings just before the change
 * @param now the settings as they were read
 * @returns null when it is as expected, or either is not known
 */
export function unexpectedHostname(
  change: Change,
  before: FleetConfiguration,
  now: FleetConfiguration,
): { readonly expected: string; readonly actual: string } | null {
  if (change.kind !== 'member.add' && change.kind !== 'member.edit') return null;
  const address = kindOf(change).entry(change);
  const nameIn = (fleet: FleetConfiguration): string | null =>
    lookUp(lookUp(lookUp(fleet, change.server)?.members, change.as), address ?? '')?.hostname ?? null;
  const [expected, actual] = [nameIn(applyChange(before, change)), nameIn(now)];
  const isOther = expected !== null && actual !== null && normalizeHost(expected) !== normalizeHost(actual);
  return isOther ? { expected, actual } : null;
}

/**
 * @param before the settings just before the change
 * @param now the settings as they were read
 */
export function becameOf(change: Change, before: FleetConfiguration, now: FleetConfiguration): Became {
  const actual = facetOf(change, now);
  const wanted = facetOf(change, applyChange(before, change));
  const made = facetIs(actual, named(change, wanted, actual, facetOf(change, before)));
  if (made === true) return 'made';
  if (made === null) return 'unknown';
  if (facetIs(actual, facetOf(change, before)) === true) return 'not-made';
  return isHalfMade(change, actual, wanted, facetOf(change, before)) ? 'half' : 'other';
}

/** Of several calls the last ones may never have been sent. */
function isHalfMade(change: Change, actual: Facet, wanted: Facet, before: Facet): boolean {
  if (!kindOf(change).isInParts || !actual || !wanted || !before) return false;
  return Object.keys(actual).every((field) => actual[field] === wanted[field] || actual[field] === before[field]);
}
