import type { LogLine } from '#shared/domain/logs/line.ts';
import { creditedTime } from '#shared/domain/logs/moment.ts';

/** A line with what the buffer needs of it. */
export interface Entry {
  /** Counts up; identity of a row. */
  readonly id: number;
  readonly line: LogLine;
  /**
   * Place in time, epoch ms: the line's own, or for a bare line that of the line before it. Never before that of the
   * line above it in the same log, and never in the future: what a server says of the time must not put its lines
   * behind everybody's.
   */
  readonly at: number;
  /** The entry that this line continues (a backtrace, a dump); null for one that stands for itself. */
  readonly head: Entry | null;
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
  const passes = ({ line }: Entry): boolean =>
    (levels.size === 0 || levels.has(line.level)) &&
    (pattern === null || pattern.test(line.message) || (line.uniqid !== null && pattern.test(line.uniqid)));
  // What continues an entry goes with it, and is found by its own words, too.
  return (entry) =>
    (entry.head !== null && passes(entry.head)) || (passes(entry) && (entry.head === null || levels.size === 0));
}

/** What a line takes of memory, bytes: its text, whose characters may be of two, and what is around it. */
function sizeOf({ line }: Entry): number {
  return line.message.length * 2 + 200;
}

interface Use {
  lines: number;
  bytes: number;
}

function heldPerServer(entries: readonly Entry[]): Map<string, Use> {
  const used = new Map<string, Use>();
  for (const entry of entries) {
    const use = used.get(entry.line.server) ?? { lines: 0, bytes: 0 };
    use.lines += 1;
    use.bytes += sizeOf(entry);
    used.set(entry.line.server, use);
  }
  return used;
}

/**
 * What each may hold so that all together hold no more than the whole: who holds less leaves the rest to the others.
 * @param uses of each
 */
function shareOf(uses: readonly number[], whole: number): number {
  let left = whole;
  let rest = uses.length;
  for (const use of uses.toSorted((a, b) => a - b)) {
    if (use > left / rest) return left / rest;
    left -= use;
    rest -= 1;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * The newest lines of several servers in order of time, kept outside React. Lines wait in `add` until `flush`, once per
 * frame, so that a flood costs one sort and one picture per frame.
 */
export class LogBuffer {
  /** Lines that are kept. */
  readonly capacity: number;
  /** Memory that they may take, bytes. */
  readonly bytes: number;
  #bytes = 0;
  #entries: Entry[] = [];
  #visible: Entry[] = [];
  #pending: Entry[] = [];
  /** The newest line of each server. */
  readonly #last = new Map<string, Entry>();
  #nextId = 0;
  #filter = everything;
  #matches = matcher(everything);
  /** Grows by one with every change of what is visible. */
  version = 0;
  /** Visible lines that fell out at the old end since the start: tells a view how far its rows moved up. */
  dropped = 0;

  /**
   * @param capacity lines; the buffer holds a quarter more before it lets the oldest go, so that this is rare
   * @param bytes of all lines together, with the same quarter
   */
  constructor(capacity = 50_000, bytes = 24 * 1024 * 1024) {
    this.capacity = capacity;
    this.bytes = bytes;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** What passes the filter, oldest first; not to be changed. */
  get visible(): readonly Entry[] {
    return this.#visible;
  }

  /** Lines that wait for `flush`. Where no picture is drawn (a hidden window) somebody has to ask. */
  get waiting(): number {
    return this.#pending.length;
  }

  /** @param now epoch ms, for a bare line that nothing precedes, and for one out of the future */
  add(line: LogLine, now: number): void {
    const before = this.#last.get(line.server);
    const at = Math.max(before?.at ?? Number.NEGATIVE_INFINITY, creditedTime(line.at ?? before?.at ?? now, now));
    const head = line.continuation ? (before?.head ?? before ?? null) : null;
    const entry: Entry = { id: this.#nextId, line, at, head };
    this.#last.set(line.server, entry);
    this.#pending.push(entry);
    this.#nextId += 1;
  }

  /** @returns whether anything changed */
  flush(): boolean {
    if (this.#pending.length === 0) return false;
    // Stable, so that lines of the same moment stay as they came.
    const batch = this.#pending.toSorted((a, b) => a.at - b.at);
    this.#pending = [];
    for (const entry of batch) this.#bytes += sizeOf(entry);
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

  /** Lets the oldest go, of the servers that hold more than their share: one that floods costs the others nothing. */
  #trim(): void {
    if (this.#entries.length <= this.capacity * 1.25 && this.#bytes <= this.bytes * 1.25) return;
    const excess = new Map<string, Use>();
    const used = heldPerServer(this.#entries);
    const lines = shareOf(
      [...used.values()].map((use) => use.lines),
      this.capacity,
    );
    const bytes = shareOf(
      [...used.values()].map((use) => use.bytes),
      this.bytes,
    );
    for (const [server, use] of used) excess.set(server, { lines: use.lines - lines, bytes: use.bytes - bytes });
    const gone = new Set<Entry>();
    for (const entry of this.#entries) {
      const over = excess.get(entry.line.server);
      if (over === undefined || (over.lines <= 0 && over.bytes <= 0)) continue;
      over.lines -= 1;
      over.bytes -= sizeOf(entry);
      gone.add(entry);
    }
    this.#entries = this.#entries.filter((entry) => !gone.has(entry));
    this.#bytes = this.#entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
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
    this.#last.clear();
    this.#bytes = 0;
    this.version += 1;
  }
}
