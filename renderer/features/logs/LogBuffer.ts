import type { LogLine } from '#shared/domain/logs/line.ts';

/** A line with what the buffer needs of it. */
export interface Entry {
  /** Counts up; identity of a row. */
  readonly id: number;
  readonly line: LogLine;
  /** Place in time, epoch ms: the line's own time, or for a bare line that of the line before it on the same server. */
  readonly at: number;
}

export type Level = LogLine['level'];

export interface LineFilter {
  /** Empty: no condition. */
  readonly text: string;
  /** Levels that are shown; empty: all. */
  readonly levels: ReadonlySet<Level>;
}

const everything: LineFilter = { text: '', levels: new Set() };

function matcher({ text, levels }: LineFilter): (entry: Entry) => boolean {
  const pattern = text === '' ? null : new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  return ({ line }) =>
    (levels.size === 0 || levels.has(line.level)) &&
    (pattern === null || pattern.test(line.message) || (line.uniqid !== null && pattern.test(line.uniqid)));
}

/**
 * The newest lines of several servers in order of time, kept outside React. Lines wait in `add` until `flush`, once per frame,
 * so that a flood costs one sort and one picture per frame.
 */
export class LogBuffer {
  /** Lines that are kept. */
  readonly capacity: number;
  #entries: Entry[] = [];
  #visible: Entry[] = [];
  #pending: Entry[] = [];
  readonly #lastAt = new Map<string, number>();
  #nextId = 0;
  #filter = everything;
  #matches = matcher(everything);
  /** Grows by one with every change of what is visible. */
  version = 0;
  /** Visible lines that fell out at the old end since the start: tells a view how far its rows moved up. */
  dropped = 0;

  /** @param capacity lines; the buffer holds a quarter more before it lets the oldest go, so that this is rare */
  constructor(capacity = 50_000) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** What passes the filter, oldest first; not to be changed. */
  get visible(): readonly Entry[] {
    return this.#visible;
  }

  /** @param now epoch ms, for a bare line that nothing precedes */
  add(line: LogLine, now: number): void {
    const at = line.at ?? this.#lastAt.get(line.server) ?? now;
    this.#lastAt.set(line.server, at);
    this.#pending.push({ id: this.#nextId, line, at });
    this.#nextId += 1;
  }

  /** @returns whether anything changed */
  flush(): boolean {
    if (this.#pending.length === 0) return false;
    // Stable, so that lines of the same moment stay as they came.
    const batch = this.#pending.toSorted((a, b) => a.at - b.at);
    this.#pending = [];
    const first = batch[0];
    const last = this.#entries.at(-1);
    if (first !== undefined && last !== undefined && first.at < last.at) this.#mergeTail(batch, first.at);
    else this.#append(batch);
    this.#trim();
    this.version += 1;
    return true;
  }

  #append(batch: readonly Entry[]): void {
    for (const entry of batch) {
      this.#entries.push(entry);
      if (this.#matches(entry)) this.#visible.push(entry);
    }
  }

  /** Servers whose clocks differ, or the past of a second server: only the end of the buffer is put in order again. */
  #mergeTail(batch: readonly Entry[], from: number): void {
    let start = this.#entries.length;
    while (start > 0 && (this.#entries[start - 1]?.at ?? 0) > from) start -= 1;
    const tail = [...this.#entries.splice(start), ...batch].toSorted((a, b) => a.at - b.at);
    for (const entry of tail) this.#entries.push(entry);
    this.#visible = this.#entries.filter(this.#matches);
  }

  #trim(): void {
    if (this.#entries.length <= this.capacity * 1.25) return;
    const gone = new Set(this.#entries.slice(0, this.#entries.length - this.capacity));
    this.#entries = this.#entries.slice(-this.capacity);
    const kept = this.#visible.filter((entry) => !gone.has(entry));
    this.dropped += this.#visible.length - kept.length;
    this.#visible = kept;
  }

  setFilter(filter: LineFilter): void {
    this.#filter = filter;
    this.#matches = matcher(filter);
    this.#visible = this.#entries.filter(this.#matches);
    this.version += 1;
  }

  get filter(): LineFilter {
    return this.#filter;
  }

  clear(): void {
    this.#entries = [];
    this.#visible = [];
    this.#pending = [];
    this.#lastAt.clear();
    this.version += 1;
  }
}
