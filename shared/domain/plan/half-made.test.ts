import { expect, it } from 'vitest';
import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { becameOf } from './facet.ts';

/** A process was killed between the two calls that a change of the log is made of (`whm-protocol 2.9`). */

const change: Change = { kind: 'logging', server: 'a', level: 3, verboseSync: true };

function fleetWith(logLevel: number | null, verboseSync: boolean | null): FleetConfiguration {
  const rest = { clustering: null, threshold: null, notify: null, nameserver: null, monitored: null };
  return { a: { ...rest, logLevel, verboseSync, members: {}, trusted: null, unique: null } };
}

it.each([
  [0, false, 'not-made'],
  [3, true, 'made'],
  [3, false, 'half'],
  [0, true, 'half'],
  [5, false, 'other'],
  [5, true, 'other'],
  [3, null, 'unknown'],
] as const)('log level %s and verbose sync %s are %s', (level, verbose, became) => {
  expect(becameOf(change, fleetWith(0, false), fleetWith(level, verbose))).toBe(became);
});
