/** When a server is asked again. */

const hiddenFactor = 4;
const jitter = 0.2;
/** A failing server is asked ever more rarely, but at least so often. */
const longestWait = 15 * 60_000;
const mostDoublings = 8;

export interface Pace {
  /** Seconds between two rounds, as the user set it. */
  readonly pollSeconds: number;
  readonly windowHidden: boolean;
}

/**
 * @param failuresInRow rounds that failed since the last good one
 * @param random [0, 1)
 * @returns milliseconds until the next round: jittered by a fifth either way, doubled per failure up to a quarter of an
 *   hour
 */
export function waitAfterRound(pace: Pace, failuresInRow: number, random: number): number {
  const base = pace.pollSeconds * 1000 * (pace.windowHidden ? hiddenFactor : 1);
  const widened = base * 2 ** Math.min(failuresInRow, mostDoublings);
  const limited = failuresInRow === 0 ? base : Math.max(base, Math.min(widened, longestWait));
  return Math.round(limited * (1 - jitter + 2 * jitter * random));
}

/**
 * Channels and addresses of a server are found out again after so long, ms; at a start, when the user asks, and before
 * a plan that needs them, too.
 */
export const probeAgainAfter = 60 * 60_000;
/**
 * When a channel turns out otherwise than probed, it is probed again, but not sooner than so long after the last time,
 * ms.
 */
export const probeDoubtedAfter = 10 * 60_000;
