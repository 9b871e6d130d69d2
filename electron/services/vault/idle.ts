import type { Clock } from '#electron/services/ports.ts';

/** Tells when the user has been away for so long. */
export interface IdleWatch {
  touch(): void;
  /** @param minutes 0: never */
  setMinutes(minutes: number): void;
  stop(): void;
}

/**
 * One timer at most, set anew only when it fires: a touch per mouse move must cost nothing.
 * @param whenIdle called once each time the limit is reached
 */
export function createIdleWatch(clock: Clock, whenIdle: () => void): IdleWatch {
  let limit = 0;
  let lastTouch = clock.now();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const clear = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  /** Since the last touch, ms; from now on when the clock was set back meanwhile. */
  const idleFor = (): number => {
    lastTouch = Math.min(lastTouch, clock.now());
    return clock.now() - lastTouch;
  };
  const arm = (): void => {
    clear();
    if (limit === 0) return;
    timer = setTimeout(
      () => {
        if (idleFor() < limit) return arm();
        timer = null;
        whenIdle();
      },
      Math.max(0, limit - idleFor()),
    );
  };

  return {
    touch() {
      lastTouch = clock.now();
      if (timer === null) arm();
    },
    setMinutes(minutes) {
      limit = minutes * 60_000;
      arm();
    },
    stop: clear,
  };
}
