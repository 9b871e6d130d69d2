import { visibleText } from '../text/visible.ts';
import type { LogLine } from './line.ts';
import { maskSecrets } from './mask.ts';

/** Turns the text of a tail into lines (`whm-protocol 6`). Unknown lines stay whole: the formats of the compiled daemon are not known. */
export interface LineReader {
  /** @param text the next piece, cut anywhere */
  push(text: string): LogLine[];
  /** The last line, when the text ended without a line break. */
  flush(): LogLine[];
}

/** A line longer than this is shown cut; a server must not fill our memory with one line. */
const longestLine = 65_536;
const longestMessage = 4096;

const stamped =
  /^\[(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] ([A-Za-z]+) \[([^\]]{1,64})\] ?(.*)$/s;
const uniqidPattern = /(?<![0-9A-Za-z])[0-9A-Za-z]{32}_\d{9,11}(?!\d)/;
/** Perl backtraces and what else is indented belong to the line before. */
const continued = /^(?:\s+\S|\t)/;

function parseTime(match: RegExpExecArray): number {
  const [, year, month, day, hour, minute, second, sign, offsetHours, offsetMinutes] = match;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) - offset;
}

function levelOf(word: string): LogLine['level'] {
  const level = word.toLowerCase();
  if (level === 'warning') return 'warn';
  return level === 'info' || level === 'warn' || level === 'die' || level === 'debug' ? level : 'unknown';
}

/** @returns one line, masked and made visible; `continuation` only for indented lines without a time stamp */
export function parseLine(server: string, raw: string): LogLine {
  const safe = visibleText(maskSecrets(raw), longestMessage);
  const uniqid = raw.length >= 42 ? (uniqidPattern.exec(raw)?.[0] ?? null) : null;
  const match = raw.charCodeAt(0) === 0x5b ? stamped.exec(safe) : null;
  if (match) {
    return {
      server,
      at: parseTime(match),
      level: levelOf(match[10] ?? ''),
      source: match[11] ?? null,
      message: match[12] ?? '',
      uniqid,
      continuation: false,
    };
  }
  const level = raw.startsWith('debug:') ? 'debug' : 'unknown';
  return { server, at: null, level, source: null, message: safe, uniqid, continuation: continued.test(raw) };
}

/** @param server id that every line carries */
export function createLineReader(server: string): LineReader {
  let rest = '';
  return {
    push(text) {
      const pieces = (rest + text).split('\n');
      rest = pieces.pop() ?? '';
      if (rest.length > longestLine) {
        pieces.push(rest);
        rest = '';
      }
      return pieces.map((piece) => parseLine(server, piece.endsWith('\r') ? piece.slice(0, -1) : piece));
    },
    flush() {
      const last = rest;
      rest = '';
      return last === '' ? [] : [parseLine(server, last)];
    },
  };
}
