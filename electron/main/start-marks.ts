/** When the stages of the start were reached, for measurements (`--trace-start`). */
export type StartStage = 'main' | 'ready' | 'window' | 'services' | 'loaded' | 'firstPaint' | 'mapPainted' | 'mapLive';

export interface StartMarks {
  /** Remembers the first time only. */
  mark(stage: StartStage): void;
  /** Milliseconds since the process was created, by stage. */
  all(): Readonly<Partial<Record<StartStage, number>>>;
}

/** @param created when the process was created, epoch ms */
export function createStartMarks(created: number): StartMarks {
  const marks: Partial<Record<StartStage, number>> = {};
  return {
    mark: (stage) => void (marks[stage] ??= Math.round(performance.timeOrigin + performance.now() - created)),
    all: () => ({ ...marks }),
  };
}
