import { visibleText } from '#shared/domain/text/visible.ts';
import { cutForMasking } from './cut.ts';
import { bareLevel, levelOf, refusedZone, saysPlace, type Level } from './level.ts';
import type { LogLine } from './line.ts';

/** Longest text of a line that is kept, UTF-16 units before control characters are made visible. */
export const longestMessage = 4096;

const stamp =
  /^\s{0,8}\[(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?: ?(?:([+-])(\d\d):?(\d\d)|(?:Z|UTC|GMT)()))?\] ?/;
/** `warn [dnsadmin] text`, behind a stamp or alone. */
const levelAndSource = /^([A-Za-z]{3,12}) \[([^\]]{1,64})\] ?/;
/** How cPanel's logger ends an entry whose backtrace came first. */
const exitLevel = /^exit level \[([A-Za-z]{3,12})\]/;
const levelColon = /^([A-Za-z]{3,12}):/;
/** One step of a Perl backtrace, wherever it begins. */
const backtraceStep = /^(?:[\w:']{1,200}\(.*\)|eval \{\.\.\.\}|require \S{1,300}) called at \S/;
/**
 * The id of a transaction; nested commands of it append `_1`, `_2` … (`whm-protocol 13 C16`), which is no part of the
 * id.
 */
const uniqidPattern = /(?:^|[^0-9A-Za-z]|%(?:25){0,4}3[Dd])([0-9A-Za-z]{32}_\d{9,11})(?!\d)/;

/** A raw line that was masked. */
export interface SafeLine {
  /** As it came, cut; only looked at, never shown. */
  readonly raw: string;
  /** Secrets masked, control characters made visible, the mark of what was cut off behind it. */
  readonly safe: string;
}

/**
 * @returns epoch ms; null for a moment that is none, or in a zone that is not told: WHM's services then mean the
 *   server's own
 */
function momentOf(match: RegExpExecArray): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const sign = match[7];
  if (sign === undefined && match[10] === undefined) return null;
  const offset = sign === undefined ? 0 : (Number(match[8]) * 60 + Number(match[9])) * 60_000;
  const sane = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60;
  if (!sane || year < 1970 || offset > 24 * 3_600_000) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second) - offset * (sign === '-' ? -1 : 1);
}

function worse(level: Level, text: string): Level {
  return level === 'die' || level === 'warn' ? level : (refusedZone(text) ?? level);
}

interface Head {
  readonly level: Level;
  readonly source: string | null;
  readonly message: string;
}

/** `level [source] text`; null when the text begins otherwise. */
function readHead(text: string): Head | null {
  const match = levelAndSource.exec(text);
  if (match === null) return null;
  const [whole, word = '', source = ''] = match;
  const level = levelOf(word);
  // A word that is none of the levels shown, or only stands for one, stays to be read.
  return { level: worse(level, text), source, message: level === word ? text.slice(whole.length) : text };
}

/** What a bare line says of itself. */
function readBare(text: string): Head | null {
  const head = readHead(text);
  if (head !== null && levelOf(/^[A-Za-z]+/.exec(text)?.[0] ?? '') !== 'unknown') return head;
  const level = levelOf((exitLevel.exec(text) ?? levelColon.exec(text))?.[1] ?? '');
  return level === 'unknown' ? null : { level: worse(level, text), source: null, message: text };
}

function findUniqid(raw: string): string | null {
  // Underscores are rare: the pattern is tried only where one stands behind enough characters and before a digit.
  for (let at = raw.indexOf('_', 32); at >= 0; at = raw.indexOf('_', at + 1)) {
    const digit = raw.charCodeAt(at + 1);
    if (digit >= 0x30 && digit <= 0x39) {
      const found = uniqidPattern.exec(raw.slice(Math.max(at - 43, 0), at + 13));
      if (found !== null) return found[1] ?? null;
    }
  }
  return null;
}

/**
 * Reads one line. Total: whatever a line is, its text is in the message, and only what is known to continue the line
 * before does.
 * @param inDump the line stands inside a dump that an earlier line began
 */
export function readLine(server: string, { raw, safe }: SafeLine, inDump = false): LogLine {
  const uniqid = findUniqid(raw);
  const stamped = raw.includes('[') ? stamp.exec(safe) : null;
  if (stamped) {
    const text = safe.slice(stamped[0].length);
    const head = readHead(text) ?? { level: bareLevel(text), source: null, message: text };
    const at = momentOf(stamped);
    // A moment that is not certain is shown as it was written.
    const message = at === null ? safe : head.message;
    return { server, at, level: head.level, source: head.source, message, uniqid, continuation: false };
  }
  const text = safe.trimStart();
  const line = { server, at: null, source: null, message: safe, uniqid };
  const indented = text.length < safe.length || raw.charCodeAt(0) === 0x09;
  const head = inDump && indented ? null : readBare(text);
  if (head !== null) return { ...line, ...head, continuation: false };
  if (inDump) {
    if (indented || !saysPlace(text)) return { ...line, level: 'unknown', continuation: true };
  } else if (indented && text !== '') {
    const level = refusedZone(text);
    return { ...line, level: level ?? 'unknown', continuation: level === null };
  } else if (backtraceStep.test(text)) return { ...line, level: 'unknown', continuation: true };
  return { ...line, level: bareLevel(text), continuation: false };
}

/**
 * @param raw the line, or its beginning
 * @param length of the whole line, UTF-16 units
 * @param maskWith masks what is left of it
 */
export function makeSafe(raw: string, length: number, maskWith: (text: string) => string): SafeLine {
  const cut = cutForMasking(raw, longestMessage);
  const shown = visibleText(maskWith(cut), Number.POSITIVE_INFINITY);
  return { raw: cut, safe: cut.length < length ? `${shown}… (${length - cut.length} characters more)` : shown };
}
