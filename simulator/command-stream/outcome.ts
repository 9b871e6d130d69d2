/** What an emulated command has written and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code, 0 to 255. */
  readonly code: number;
}

/** The command is none that is emulated: it counts as not installed. */
export type Unknown = 'unknown';
