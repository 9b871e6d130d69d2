/**
 * Signals that are composed by hand: what `AbortSignal.any` makes of an `AbortSignal.timeout` never fires once garbage
 * was collected (Node 20.18 and 20.20), because the timeout itself is held by nobody.
 */

/** A signal that is aborted when one of several is, and what ends its listening. */
export interface JoinedSignal {
  readonly signal: AbortSignal;
  release(): void;
}

/** @param signals those that are absent never abort */
export function joinSignals(...signals: readonly (AbortSignal | undefined)[]): JoinedSignal {
  const controller = new AbortController();
  const given = signals.filter((signal) => signal !== undefined);
  const listeners = given.map((signal) => {
    const listener = (): void => controller.abort(signal.reason);
    signal.addEventListener('abort', listener, { once: true });
    return () => signal.removeEventListener('abort', listener);
  });
  const early = given.find((signal) => signal.aborted);
  if (early !== undefined) controller.abort(early.reason);
  return {
    signal: controller.signal,
    release() {
      for (const remove of listeners) remove();
    },
  };
}
