import PQueue from 'p-queue';
import type { Circuit } from './circuit.ts';
import { cancelled, unreachable, whmFailure, WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { Places } from './places.ts';

/** How a piece of work passes the gate. */
export interface Passage {
  readonly queue: 'reads' | 'writes';
  /** Sent once more when the connection broke; only for what changes nothing. */
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface Gate {
  /**
   * Runs the work when its turn has come and the server may be asked.
   * @throws WhmFailure of the work; or, with nothing sent, the refusal that stands (`whm.unauthorized`,
   *   `whm.tls-changed`), `whm.busy`, `whm.unreachable` (open circuit), `cancelled`
   */
  pass<T>(passage: Passage, work: () => Promise<T>): Promise<T>;
}

export interface GateOptions {
  readonly place: string;
  readonly circuit: Circuit;
  /** Limit over all servers. */
  readonly places: Places;
  readonly now: () => number;
}

/** Longest pause that a server may ask for, ms: a hostile or broken header must not silence it for good. */
const longestRetryAfterMs = 15 * 60_000;

/** Broken connections after which a read may be asked again: the server closed a kept connection just as we used it. */
const repeatableReasons: ReadonlySet<unknown> = new Set(['reset', 'half-answer', 'closed']);

function timeOfDay(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * The door to one server: one read and one write at a time (its two connections), the limit over all servers, the
 * circuit, and the refusals after which nothing at all is sent until the user acts.
 */
export function createGate({ place, circuit, places, now }: GateOptions): Gate {
  const queues = { reads: new PQueue({ concurrency: 1 }), writes: new PQueue({ concurrency: 1 }) };
  let refusal: WhmFailure | null = null;
  let busyUntil = 0;

  const checkStanding = (): void => {
    if (refusal !== null) throw new WhmFailure(refusal.error);
    // A clock that was set back meanwhile makes no pause much longer.
    busyUntil = Math.min(busyUntil, now() + longestRetryAfterMs);
    if (now() < busyUntil) {
      throw whmFailure(
        'whm.busy',
        `${place} asked for a pause; it is not asked again before ${timeOfDay(busyUntil)}.`,
        {
          retryAt: busyUntil,
        },
      );
    }
  };

  const enterCircuit = (): void => {
    const until = circuit.enter();
    if (until === null) return;
    const failure = unreachable('closed', place, { retryAt: until });
    throw new WhmFailure({
      ...failure.error,
      message: `${place} could not be reached several times; it is not asked again before ${timeOfDay(until)}.`,
      details: { reason: 'circuit', retryAt: Math.round(until) },
    });
  };

  const learn = (failure: unknown): void => {
    if (!(failure instanceof WhmFailure)) {
      circuit.abandoned();
      return;
    }
    const { code, details } = failure.error;
    if (code === 'cancelled') circuit.abandoned();
    else if (code === 'whm.unreachable') circuit.failed();
    else circuit.succeeded();
    if (code === 'whm.unauthorized' || code === 'whm.tls-changed') refusal = failure;
    if (code === 'whm.busy' && typeof details?.['retryAfterMs'] === 'number') {
      busyUntil = now() + Math.min(details['retryAfterMs'], longestRetryAfterMs);
    }
  };

  const isCancelled = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

  const attempt = async <T>({ repeatable, signal }: Passage, work: () => Promise<T>): Promise<T> => {
    if (isCancelled(signal)) throw cancelled();
    checkStanding();
    enterCircuit();
    try {
      let result: T;
      try {
        result = await work();
      } catch (error) {
        const broken = error instanceof WhmFailure && repeatableReasons.has(error.error.details?.['reason']);
        if (!broken || !repeatable || isCancelled(signal)) throw error;
        result = await work();
      }
      circuit.succeeded();
      return result;
    } catch (error) {
      learn(error);
      throw error;
    }
  };

  return {
    async pass(passage, work) {
      checkStanding();
      const { signal } = passage;
      try {
        const options = signal === undefined ? {} : { signal };
        return await queues[passage.queue].add(() => places.take(() => attempt(passage, work), signal), options);
      } catch (error) {
        // An abort in a queue carries whatever reason the caller gave.
        throw !(error instanceof WhmFailure) && isCancelled(signal) ? cancelled() : error;
      }
    },
  };
}
