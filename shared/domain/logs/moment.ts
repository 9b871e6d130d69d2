/** How far the clock of a server may be ahead of ours, ms, before its word is no longer taken. */
const clocksDiffer = 60_000;

/**
 * @returns the time of a line as it counts in an order of several logs: one out of the future counts as now; both epoch
 *   ms
 */
export function creditedTime(at: number, now: number): number {
  return at > now + clocksDiffer ? now : at;
}
