import type { LogItem } from '#shared/contract/logs.ts';
import type { LogLine } from '#shared/domain/logs/line.ts';
import { parseQuery, QueryProblem, type LineFilter } from '#shared/domain/logs/query.ts';
import { openFleetSession } from './fleet-session.ts';
import { exitStatus, noteFailure, wrongUsage, type CommandIo, type ExitStatus } from './io.ts';
import { mergeByTime } from '#shared/domain/logs/merge.ts';
import type { CommonOptions } from './options.ts';
import { tinted, type Tint } from './table.ts';

export interface TailOptions extends CommonOptions {
  readonly lines: number;
  readonly follow?: boolean;
  readonly filter?: string;
}

/** A server that says nothing for so long, ms, has sent its past. */
const quietAfter = 700;
/** The past of one server is waited for at most so long after its tail began, ms: a busy log is never quiet. */
const pastAtMost = 5000;

const tints: Readonly<Record<LogLine['level'], Tint>> = {
  debug: 'dim',
  info: 'plain',
  warn: 'warn',
  die: 'bad',
  unknown: 'plain',
};

/** A line as `tail --json` shows it. */
export function lineJson({ server, at, level, source, message, uniqid }: LogLine): string {
  const time = at === null ? null : new Date(at).toISOString();
  return `${JSON.stringify({ server, at: time, level, source, message, ...(uniqid === null ? {} : { uniqid }) })}\n`;
}

function lineText(line: LogLine, width: number, colours: boolean): string {
  const time = line.at === null ? ' '.repeat(20) : `${new Date(line.at).toISOString().slice(0, 19)}Z`;
  const level = line.level === 'unknown' ? '    ' : line.level.padEnd(5).slice(0, 5);
  const text = tinted(`${level.padEnd(5)} ${line.message}`, tints[line.level], colours);
  return `${tinted(time, 'dim', colours)}  ${line.server.padEnd(width)}  ${text}\n`;
}

/** Where the tail of one server stands. */
interface Past {
  readonly lines: LogLine[];
  /** Lines of the past are all here, or will not come. */
  complete: boolean;
  timer: ReturnType<typeof setTimeout> | null;
  deadline: ReturnType<typeof setTimeout> | null;
}

/**
 * `nameward tail`: the last lines of the servers' logs merged by time; with --follow then what comes, as it comes.
 * @returns 3 when the log of some server could not be read
 */
// oxlint-disable-next-line max-lines-per-function -- one command: what has come, what is merged and how it ends are one state
export async function runTail(options: TailOptions, io: CommandIo): Promise<ExitStatus> {
  const passes = options.filter === undefined ? () => true : filterOf(options.filter);
  const session = await openFleetSession(options, io);
  const follow = options.follow === true;
  const colours = io.colours && options.color;
  const ids = session.chosen.map((server) => server.id);
  const width = Math.max(0, ...ids.map((id) => id.length));
  const format = (line: LogLine): string => (options.json === true ? lineJson(line) : lineText(line, width, colours));
  let unreachable = false;

  try {
    // oxlint-disable-next-line max-lines-per-function -- one command: what has come, what is merged and how it ends are one state
    await new Promise<void>((resolve) => {
      const pasts = new Map<string, Past>(
        ids.map((id) => [id, { lines: [], complete: false, timer: null, deadline: null }]),
      );
      let merged = false;
      let over = false;

      const finish = (): void => {
        if (over) return;
        over = true;
        tail.close();
        for (const past of pasts.values()) stopTimers(past);
        resolve();
      };
      const print = (text: string): void => {
        if (text === '' || io.write(text)) return;
        tail.pause();
        void io.drained().then(() => (over ? undefined : tail.resume()));
      };
      /** Prints the past as soon as every server has sent it. */
      const mergeWhenComplete = (): void => {
        if (merged || ![...pasts.values()].every((past) => past.complete)) return;
        merged = true;
        const lines = mergeByTime(
          [...pasts.values()].map((past) => past.lines),
          Date.now(),
        );
        print(lines.filter(passes).map(format).join(''));
        for (const past of pasts.values()) past.lines.length = 0;
        if (!follow) finish();
      };
      const complete = (past: Past): void => {
        stopTimers(past);
        past.complete = true;
        mergeWhenComplete();
      };
      const onLine = (past: Past, line: LogLine): void => {
        if (merged) {
          if (passes(line)) print(format(line));
          return;
        }
        if (past.complete && !follow) return;
        past.lines.push(line);
        if (past.complete) return;
        if (past.lines.length >= options.lines) complete(past);
        else past.timer = restart(past.timer, () => complete(past));
      };
      const onState = (past: Past, item: Extract<LogItem, { kind: 'tail' }>): void => {
        if (item.state === 'live') {
          past.timer = restart(past.timer, () => complete(past));
          past.deadline ??= setTimeout(() => complete(past), pastAtMost);
        }
        if (item.error && (item.state === 'ended' || item.state === 'waiting')) {
          unreachable = true;
          const { code, message } = item.error;
          const again = item.state === 'waiting' && follow ? ' Trying again.' : '';
          noteFailure(io, options.json === true, item.server, { code, message: `${message}${again}` });
          complete(past);
        }
      };

      const tail = session.services.logs.tail(
        { servers: ids, lines: options.lines },
        {
          item(item) {
            const past = pasts.get(item.kind === 'line' ? item.line.server : item.server);
            if (!past || over) return;
            if (item.kind === 'line') onLine(past, item.line);
            else onState(past, item);
          },
          end: finish,
        },
      );
      // A server that neither answers nor refuses must not hold up the others' lines.
      for (const [id, past] of pasts) {
        past.deadline = setTimeout(() => expire(id, past), options.timeout * 1000);
      }
      const expire = (id: string, past: Past): void => {
        unreachable = true;
        noteFailure(io, options.json === true, id, {
          code: 'whm.unreachable',
          message: `Its log did not begin within ${options.timeout} s.`,
        });
        complete(past);
      };
      io.interrupted.addEventListener('abort', finish, { once: true });
      if (io.interrupted.aborted) finish();
    });
  } finally {
    await session.close();
  }
  return unreachable ? exitStatus.unreachable : exitStatus.fine;
}

/** @throws CommandFailure for a text that is no filter */
function filterOf(text: string): LineFilter {
  try {
    return parseQuery(text);
  } catch (error) {
    throw error instanceof QueryProblem ? wrongUsage(`--filter: ${error.message}`) : error;
  }
}

function restart(timer: ReturnType<typeof setTimeout> | null, then: () => void): ReturnType<typeof setTimeout> {
  if (timer !== null) clearTimeout(timer);
  return setTimeout(then, quietAfter);
}

function stopTimers(past: Past): void {
  if (past.timer !== null) clearTimeout(past.timer);
  if (past.deadline !== null) clearTimeout(past.deadline);
}
