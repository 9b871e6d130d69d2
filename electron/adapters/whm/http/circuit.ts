/** When a server is left alone for a while because it could not be reached several times in a row. */
export interface CircuitOptions {
  /** Transport failures in a row that open it. */
  readonly failures: number;
  /** First pause and longest one, ms; doubled from one to the next. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Epoch ms. */
  readonly now: () => number;
  /** In [0, 1): spreads the pauses of many servers that failed at one time. */
  readonly random: () => number;
}

export interface Circuit {
  /**
   * Asks for leave to try.
   * @returns null: go on, and report the outcome; else the time before which not to ask, epoch ms
   */
  enter(): number | null;
  succeeded(): void;
  failed(): void;
  /** The attempt ended without telling anything of the server (cancelled by us). */
  abandoned(): void;
  /** Somebody wants to know now: an open circuit lets the next attempt through. */
  wake(): void;
}

/** Closed, then open for a growing and jittered time, then half-open: one attempt decides, the others still wait. */
export function createCircuit(options: CircuitOptions): Circuit {
  let failures = 0;
  let pauses = 0;
  let openUntil: number | null = null;
  let pause = 0;
  let trying = false;

  return {
    enter() {
      if (openUntil === null) return null;
      const now = options.now();
      // A clock that was set back meanwhile makes no pause longer.
      openUntil = Math.min(openUntil, now + pause);
      if (now < openUntil) return openUntil;
      if (trying) return now + options.firstPauseMs;
      trying = true;
      return null;
    },
    succeeded() {
      failures = 0;
      pauses = 0;
      openUntil = null;
      trying = false;
    },
    failed() {
      failures += 1;
      // What was under way when it opened adds nothing.
      const isOpen = openUntil !== null && !trying;
      if (isOpen || (!trying && failures < options.failures)) return;
      trying = false;
      pause = Math.min(options.longestPauseMs, options.firstPauseMs * 2 ** pauses) * (0.75 + options.random() / 2);
      pauses += 1;
      openUntil = options.now() + pause;
    },
    abandoned() {
      trying = false;
    },
    wake() {
      if (openUntil !== null) openUntil = options.now();
    },
  };
}
