import { appFolder, median } from './launch.ts';

/** A build that is measured, and what to call it in the line of figures. */
export interface MeasuredBuild {
  readonly name: 'now' | 'before';
  readonly folder: string;
}

/** Of neighbours in time, hundredths. */
export interface BuildRatio {
  readonly median: number;
  /** The middle half of the rounds lies between them. */
  readonly quartiles: readonly [number, number];
  readonly most: number;
}

/** This checkout's build, and the earlier one whose folder `NAMEWARD_BASE` names. */
export function measuredBuilds(): readonly MeasuredBuild[] {
  const base = process.env['NAMEWARD_BASE'];
  return [{ name: 'now', folder: appFolder }, ...(base ? [{ name: 'before', folder: base } as const] : [])];
}

/** In turn the one and the other first, so that what the first one leaves behind is unfair to neither. */
export function inOrderOf<T>(round: number, builds: readonly T[]): readonly T[] {
  return round % 2 === 0 ? builds : builds.toReversed();
}

/**
 * @param now figures by round
 * @param before figures of the same rounds
 * @param most above it the later build has missed its target
 */
export function ratioOf(now: readonly number[], before: readonly number[], most: number): BuildRatio {
  const ratios = now.map((figure, round) => figure / (before[round] ?? Number.NaN)).toSorted((a, b) => a - b);
  const at = (part: number): number => toHundredths(ratios[Math.round((ratios.length - 1) * part)] ?? Number.NaN);
  return { median: toHundredths(median(ratios)), quartiles: [at(0.25), at(0.75)], most };
}

export function toHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
