import { createDumpWatch } from './dump.ts';
import type { LogLine } from './line.ts';
import { maskContinued, maskLine } from './mask.ts';
import { mask } from './named-values.ts';
import { longestMessage, makeSafe, readLine } from './parse.ts';

/**
 * Turns the text of a tail into lines (`whm-protocol 6`). Unknown lines stay whole: the formats of the compiled daemon
 * are not known.
 */
export interface LineReader {
  /** @param text the next piece, cut anywhere */
  push(text: string): LogLine[];
  /** The last line, when the text ended without a line break. */
  flush(): LogLine[];
}

/**
 * A line that is longer is shown at once, cut; what follows up to its end is only counted, so that a server cannot fill
 * our memory.
 */
const longestLine = 65_536;
/** What is kept of a line until it is masked. */
const keptOfLine = longestMessage + 512;
/** The value of a secret that is open for more lines was none. */
const longestSecret = 100;

/** Whatever was open before, this is a new entry. */
const entryBegin = /^\s{0,8}(?:\[\d{4}-\d\d-\d\d[ T]|(?:debug|info|warn|die)(?::| \[))/;

/**
 * @param server id that every line carries
 * @param secrets that are known, replaced wherever they stand
 */
export function createLineReader(server: string, secrets: readonly string[] = []): LineReader {
  const dump = createDumpWatch();
  let head = '';
  let length = 0;
  /** Characters thrown away of a line that was shown already; null: the line was not shown. */
  let dropped: number | null = null;
  let openSecret: string | null = null;
  let openLines = 0;

  const maskText = (text: string): string => {
    let shown = text;
    for (const secret of secrets) shown = shown.replaceAll(secret, mask);
    if (openSecret !== null && (openLines >= longestSecret || entryBegin.test(text))) openSecret = null;
    const masked = openSecret === null ? maskLine(shown) : maskContinued(shown, openSecret);
    openLines = openSecret === null ? 0 : openLines + 1;
    openSecret = masked.open;
    return masked.text;
  };
  const lineOf = (raw: string, whole: number): LogLine => {
    const safe = makeSafe(raw, whole, maskText);
    const line = readLine(server, safe, dump.take(safe.raw));
    if (!line.continuation) dump.leave();
    return line;
  };
  const take = (piece: string): void => {
    if (dropped !== null) {
      dropped += piece.length;
      return;
    }
    length += piece.length;
    if (head.length < keptOfLine)
      head += head === '' && piece.length <= keptOfLine ? piece : piece.slice(0, keptOfLine - head.length);
  };
  const finish = (): LogLine | null => {
    const gone = dropped;
    const last = length <= keptOfLine && head.endsWith('\r') ? head.slice(0, -1) : head;
    const whole = length - (length <= keptOfLine ? head.length - last.length : 0);
    dropped = null;
    head = '';
    length = 0;
    if (gone === null) return lineOf(last, whole);
    return gone === 0 ? null : countLine(server, gone);
  };

  return {
    push(text) {
      const lines: LogLine[] = [];
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        take(text.slice(from, end));
        const line = finish();
        if (line !== null) lines.push(line);
        from = end + 1;
      }
      if (from < text.length) take(from === 0 ? text : text.slice(from));
      if (dropped === null && length > longestLine) {
        lines.push(lineOf(head, length));
        head = '';
        length = 0;
        dropped = 0;
      }
      return lines;
    },
    flush() {
      if (dropped === null && length === 0) return [];
      const line = finish();
      return line === null ? [] : [line];
    },
  };
}

/** @returns one line that stands alone */
export function parseLine(server: string, raw: string): LogLine {
  const reader = createLineReader(server);
  const [line = readLine(server, { raw: '', safe: '' })] = [...reader.push(raw), ...reader.push('\n')];
  return line;
}

/** Said by us where the end of a line was not kept. */
function countLine(server: string, count: number): LogLine {
  const message = `… (${count} characters more of this line were not kept)`;
  return { server, at: null, level: 'unknown', source: null, message, uniqid: null, continuation: true };
}
