/** Master files (RFC 1035, section 5): their entries as words. A single pass over the text, whoever wrote it. */

/** A record or a directive: its words, without comments and parentheses; a quoted text is one word, with its quotes. */
export interface Entry {
  /** The line begins with white space: the owner is that of the entry before. */
  readonly continued: boolean;
  readonly words: readonly string[];
}

export interface EntryLimits {
  /** Words of an entry beyond it are left out. */
  readonly words: number;
  /** Letters of a word beyond it are cut off. */
  readonly letters: number;
}

/** What an SOA record needs, its owner, TTL, class and type; and a domain name with every octet escaped (`\DDD`). */
const shortEntries: EntryLimits = { words: 16, letters: 1024 };

/**
 * Reads the entries of a master file, one at a time. Quotes that are not closed end with their line, parentheses with
 * the text.
 * @param text may hold anything
 */
export function* entriesOf(text: string, limits: EntryLimits = shortEntries): Generator<Entry> {
  let words: string[] = [];
  let continued = false;
  let depth = 0;
  let at = 0;
  let fresh = true;
  const take = (word: string): void => {
    if (words.length < limits.words) words.push(word);
  };
  while (at < text.length) {
    const letter = text[at] ?? '';
    if (letter === '\n') {
      if (depth === 0) {
        if (words.length > 0) yield { continued, words };
        words = [];
        fresh = true;
      }
      at += 1;
      continue;
    }
    if (fresh) [continued, fresh] = [isBlank(letter), false];
    if (isBlank(letter)) at += 1;
    else if (letter === ';') at = lineEnd(text, at);
    else if (letter === '(' || letter === ')') {
      depth = Math.max(0, depth + (letter === '(' ? 1 : -1));
      at += 1;
    } else {
      const end = letter === '"' ? quoteEnd(text, at) : wordEnd(text, at);
      take(text.slice(at, Math.min(end, at + limits.letters)));
      at = end;
    }
  }
  if (words.length > 0) yield { continued, words };
}

function isBlank(letter: string): boolean {
  return letter === ' ' || letter === '\t' || letter === '\r';
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function quoteEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\n') return at;
    if (letter === '"') return at + 1;
    // An escaped quote ends nothing; an escaped line end is none.
    if (letter === '\\' && text[at + 1] !== '\n') at += 1;
  }
  return text.length;
}

function wordEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\n' || isBlank(letter) || letter === ';' || letter === '(' || letter === ')' || letter === '"') {
      return at;
    }
    if (letter === '\\' && text[at + 1] !== '\n') at += 1;
  }
  return text.length;
}
