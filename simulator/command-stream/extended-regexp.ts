/** POSIX extended regular expressions, as `grep -E` has them, in terms of JavaScript's. */

/** Flags with which the translation is meant: whole characters, and a dot stands for every one of them. */
export const EXPRESSION_FLAGS = 'us';

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/**
 * Translates an expression.
 * @returns the source of the same expression in JavaScript; null for what is wrong or means something else there
 */
export function translateExtended(pattern: string): string | null {
  let source = '';
  let at = 0;
  while (at < pattern.length) {
    const character = pattern.charAt(at);
    if (character === '[') {
      const bracket = translateBracket(pattern, at);
      if (bracket === null) return null;
      source += bracket.source;
      at = bracket.end;
    } else if (character === '\\') {
      const escaped = pattern.charAt(at + 1);
      // GNU's own \w \W \s \S \b \B are JavaScript's too; other letters are not.
      if (escaped === '' || (/[A-Za-z0-9<>`']/.test(escaped) && !/[wWsSbB]/.test(escaped))) return null;
      source += /[wWsSbB]/.test(escaped) ? `\\${escaped}` : literal(escaped);
      at += 2;
    } else {
      const interval = /^\{(\d*)(,?)(\d*)\}/.exec(pattern.slice(at));
      const repeats = interval !== null || /[?*+]/.test(character);
      // `(?` would be JavaScript's own syntax, a lazy or doubled repetition too.
      if (repeats && (source === '' || /(^|[^\\])[(|?*+^}]$/.test(source))) return null;
      if (interval === null) source += '()|*+?^$.'.includes(character) ? character : literal(character);
      else source += `{${interval[1] === '' ? '0' : (interval[1] ?? '0')}${interval[2] ?? ''}${interval[3] ?? ''}}`;
      at += interval?.[0].length ?? 1;
    }
  }
  try {
    return new RegExp(source, EXPRESSION_FLAGS).source;
  } catch {
    return null;
  }
}

function literal(character: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function translateBracket(pattern: string, start: number): { readonly source: string; readonly end: number } | null {
  let at = start + 1;
  const negated = pattern.charAt(at) === '^';
  if (negated) at += 1;
  let inside = '';
  const first = at;
  while (at < pattern.length) {
    const character = pattern.charAt(at);
    // The first one in the brackets stands for itself.
    if (character === ']' && at > first) return { source: `[${negated ? '^' : ''}${inside}]`, end: at + 1 };
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(at));
    if (named !== null) {
      const members = CLASSES[named[1] ?? ''];
      if (members === undefined) return null;
      inside += members;
      at += named[0].length;
    } else {
      const isRange = character === '-' && at > first && pattern.charAt(at + 1) !== ']';
      inside += isRange ? '-' : bracketLiteral(character);
      at += 1;
    }
  }
  return null;
}

function bracketLiteral(character: string): string {
  return /[\^\\\][-]/.test(character) ? `\\${character}` : character;
}
