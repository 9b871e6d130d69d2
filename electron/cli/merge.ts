import type { LogLine } from '#shared/domain/logs/line.ts';

/**
 * Merges the logs of several servers by time. Each log keeps its own order: a line without a time stays behind the one before
 * it, and one whose time goes back (a clock was set) behind what was written earlier.
 * @param logs one list per server
 */
export function mergeByTime(logs: readonly (readonly LogLine[])[]): LogLine[] {
  const timed = logs.flatMap((lines) => {
    let latest = firstTime(lines);
    return lines.map((line) => {
      latest = Math.max(latest, line.at ?? latest);
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
