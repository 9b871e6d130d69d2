import type { FleetEvent } from './model.ts';

export type RecordedEvent = FleetEvent & {
  /** Counts up by one from 1 within the fleet. */
  readonly number: number;
};

export interface EventPage {
  /** Oldest first. */
  readonly events: readonly RecordedEvent[];
  /** Number to ask from the next time; events up to it are in this page or were asked for before. */
  readonly cursor: number;
  /** How many after the asked number had already fallen out of memory. */
  readonly missed: number;
}

type Predicate = (event: RecordedEvent) => boolean;

/** Remembers the last events of the fleet and wakes who waits for one. */
export class EventRecorder {
  readonly #capacity: number;
  readonly #ring: RecordedEvent[] = [];
  readonly #waiting = new Set<(event: RecordedEvent) => void>();
  #count = 0;

  /** @param capacity how many events are kept */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Number of the latest event, 0 before the first. */
  get cursor(): number {
    return this.#count;
  }

  record(event: FleetEvent): void {
    this.#count += 1;
    const recorded: RecordedEvent = { ...event, number: this.#count };
    this.#ring[(this.#count - 1) % this.#capacity] = recorded;
    for (const wake of this.#waiting) wake(recorded);
  }

  /** @param cursor number of the last event that is known already; 0 for all that are kept */
  after(cursor: number): EventPage {
    const oldest = Math.max(0, this.#count - this.#capacity);
    const events: RecordedEvent[] = [];
    for (let number = Math.max(cursor, oldest); number < this.#count; number += 1) {
      const event = this.#ring[number % this.#capacity];
      if (event !== undefined) events.push(event);
    }
    return { events, cursor: this.#count, missed: Math.max(0, oldest - Math.max(0, cursor)) };
  }

  /**
   * Waits for an event.
   * @param timeoutMs after which it rejects
   * @param cursor past events after this number count as well; only future ones when absent
   */
  wait(predicate: Predicate, timeoutMs: number, cursor = this.#count): Promise<RecordedEvent> {
    const past = this.after(cursor).events.find(predicate);
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`No such event within ${timeoutMs} ms.`));
      }, timeoutMs);
      const check = (event: RecordedEvent) => {
        if (!predicate(event)) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(event);
      };
      this.#waiting.add(check);
    });
  }
}
