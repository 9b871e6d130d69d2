import type { LogLine } from './line.ts';
import { creditedTime } from './moment.ts';

/**
 * Merges the logs of several servers by time. Each log keeps its own order: a line without a time stays behind the one
 * before it, and one whose time goes back (a clock was set) behind what was written earlier. A time in the future
 * counts as now: one clock must not put all that follows behind everybody's.
 * @param logs one list per server
 * @param now epoch ms
 */
export function mergeByTime(logs: readonly (readonly LogLine[])[], now = Number.POSITIVE_INFINITY): LogLine[] {
  const timed = logs.flatMap((lines) => {
    let latest = creditedTime(firstTime(lines), now);
    return lines.map((line) => {
      latest = Math.max(latest, creditedTime(line.at ?? latest, now));
      return { at: latest, line };
    });
  });
  // Sorting is stable, so lines of one log with one time stay as they are.
  return timed.toSorted((a, b) => a.at - b.at).map(({ line }) => line);
}

/** Lines before the first time belong to it: they were cut off from theirs. */
function firstTime(lines: readonly LogLine[]): number {
  return lines.find((line) => line.at !== null)?.at ?? Number.NEGATIVE_INFINITY;
}
