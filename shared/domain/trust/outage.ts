import type { ServerObservation } from '#shared/domain/topology/observation.ts';
import { isSilent } from '#shared/domain/topology/observed.ts';

/** Many servers went silent at once: rather our own network than each of them. */
export interface Outage {
  /** Servers from which nothing comes back. */
  readonly silent: number;
  /** Servers to which something was sent. */
  readonly asked: number;
}

/** Silent since moments that lie no further apart count as 'at once', ms: some rounds of the usual pace. */
const atOnceMs = 5 * 60_000;
/** This share going silent at once is laid to our own network, from so many servers on. */
const share = 0.4;
const fewest = 3;

/**
 * Whether this machine rather than its servers is cut off: all are silent (two or more), or some 40 % went silent at
 * once. Servers that were down before do not add up to an outage as long as others answer.
 */
export function findOutage(observations: readonly ServerObservation[]): Outage | null {
  const asked = observations.filter(
    ({ contact }) => contact.state !== 'never' && contact.failure?.code.startsWith('keychain.') !== true,
  );
  const silent = asked.filter(isSilent);
  const outage = { silent: silent.length, asked: asked.length };
  if (silent.length >= 2 && silent.length === asked.length) return outage;
  const together = mostAtOnce(silent.flatMap(({ contact }) => contact.since ?? []));
  return together >= Math.max(fewest, share * asked.length) ? outage : null;
}

/** The most moments that lie within `atOnceMs`. */
function mostAtOnce(moments: readonly number[]): number {
  const sorted = moments.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, moment] of sorted.entries()) {
    while (moment - (sorted[first] ?? moment) > atOnceMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
