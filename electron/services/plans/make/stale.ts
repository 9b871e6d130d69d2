import { lookUp } from '#shared/domain/table.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { applyChange, applyChanges } from '#shared/domain/plan/apply.ts';
import type { FleetConfiguration, ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import { becameOf, facetIs, facetOf } from '#shared/domain/plan/facet.ts';
import { sameData } from '#shared/domain/topology/delta.ts';
import { appError, type AppError } from '#shared/errors/index.ts';

const words: Readonly<Record<keyof ServerConfiguration, string>> = {
  clustering: 'DNS clustering',
  threshold: 'the failure threshold',
  notify: 'the notification',
  nameserver: 'the nameserver software',
  monitored: 'the monitoring of named',
  logLevel: 'the log level',
  verboseSync: 'the verbose synchronization',
  members: 'the members',
  trusted: 'the trusted addresses',
  unique: 'unique DNS clustering',
};

/** @returns `plan.stale` with what is no longer as the plan was computed from */
export function staleness(
  base: FleetConfiguration,
  now: FleetConfiguration,
  label: (server: string) => string,
): AppError {
  const moved = Object.entries(base).flatMap(([id, before]) => {
    const after = lookUp(now, id);
    if (!after) return [`${label(id)} is gone`];
    const fields = (Object.keys(words) as (keyof ServerConfiguration)[]).filter(
      (field) => !sameData(before[field], after[field]),
    );
    return fields.length === 0 ? [] : [`on ${label(id)}: ${fields.map((field) => words[field]).join(', ')}`];
  });
  const shown = moved.slice(0, 8);
  const more = moved.length > shown.length ? ` and ${moved.length - shown.length} more servers` : '';
  return appError('plan.stale', `The fleet has changed since the plan was made: ${shown.join('; ')}${more}.`);
}

/**
 * Whether the rest of a plan still starts from what it was computed from; what is done by now is taken into account.
 * @param rest the changes that are still to be made, in their order
 * @param done the changes that were made
 * @returns the server that has moved; null: none
 */
export function movedServer(
  base: FleetConfiguration,
  done: readonly Change[],
  rest: readonly Change[],
  now: FleetConfiguration,
): string | null {
  let planned = applyChanges(base, done);
  let actual = now;
  for (const change of rest) {
    const isOther = facetIs(facetOf(change, actual), facetOf(change, planned)) === false;
    // What a run that was killed has half made is made whole by making it again.
    if (isOther && becameOf(change, planned, actual) !== 'half') return change.server;
    planned = applyChange(planned, change);
    actual = applyChange(actual, change);
  }
  return null;
}
