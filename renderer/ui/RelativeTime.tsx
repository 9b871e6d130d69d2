import { useSyncExternalStore } from 'react';
import { ageWords, momentWords } from './age.ts';

const step = 5_000;
const listeners = new Set<() => void>();
let timer: number | undefined;

/** One timer for every age on the page. */
function onStep(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    for (const each of listeners) each();
  }, step);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

function currentStep(): number {
  return Math.ceil(Date.now() / step) * step;
}

/** Epoch ms, renewed every 5 s. */
export function useNow(): number {
  return useSyncExternalStore(onStep, currentStep);
}

/** The age of a fact; the moment itself on hover. */
export function RelativeTime({ at }: { at: number }) {
  const now = useNow();
  return (
    <time className="nw-number" dateTime={new Date(at).toISOString()} title={momentWords(at)}>
      {ageWords(at, now)}
    </time>
  );
}
