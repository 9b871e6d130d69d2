/** When the stages of the start were reached, for measurements (`--trace-start`). */
export type StartStage = 'main' | 'ready' | 'window' | 'services' | 'loaded' | 'firstPaint' | 'mapPainted' | 'mapLive';

export interface StartMarks {
  /** Remembers the first time only. */
  mark(stage: StartStage): void;
  /** Epoch ms by stage. */
  all(): Readonly<Partial<Record<StartStage, number>>>;
}

/** @param now epoch ms */
export function createStartMarks(now: () => number): StartMarks {
  const marks: Partial<Record<StartStage, number>> = {};
  return { mark: (stage) => void (marks[stage] ??= now()), all: () => ({ ...marks }) };
}
