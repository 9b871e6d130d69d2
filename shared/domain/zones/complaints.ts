/**
 * What nameservers and their checkers say of zones that they do not take, in the text that a synchronization prints.
 */

/**
 * Words of BIND (named-checkzone, rndc), PowerDNS (bind back end, pdnsutil) and dnsadmin. Names of zones hold such
 * words too, so that no part of a name is taken for one. These programs have no other language than English.
 */
const refusals =
  /(?<![\w.-])(?:not loaded|rejected|refused|failed|unable to|could not|cannot|can't|bad zone|parse error|parsing error|error parsing|not authoritative|does not exist|no such (?:zone|domain|file)|syntax error|unknown rr type|out of zone|[1-9]\d{0,8} errors?|error)(?![\w-]|\.\w)/i;

/** Most that is looked at, UTF-16 units: a synchronization of all zones prints a line for each. */
const longestText = 2_000_000;
/** A longer line is looked at in pieces, which overlap by more than the longest words of a refusal. */
const longestPiece = 400;
const overlap = 40;
const mostComplaints = 3;

/** What a text says against zones. */
export interface Complaints {
  /** The first ones, each once; before each what the checker said of the same zone. */
  readonly lines: readonly string[];
  /** Part of the text was not looked at: there may be more. */
  readonly unread: boolean;
}

/**
 * The lines in which a zone is said not to be loaded, whatever stands behind them: the words of the checker come before
 * the 'successful' of the reload.
 * @param text hostile: it comes from a server
 */
export function complaintsIn(text: string): Complaints {
  const found = new Set<string>();
  let before = '';
  for (const { line, to } of linesOf(text)) {
    if (refusals.test(line)) {
      if (before !== '' && checkedZone(before) !== null && checkedZone(before) === checkedZone(line)) found.add(before);
      found.add(line);
    }
    if (found.size >= mostComplaints) {
      const lines = [...found].slice(0, mostComplaints);
      return { lines, unread: found.size > mostComplaints || /\S/.test(text.slice(to, to + longestText)) };
    }
    before = line;
  }
  return { lines: [...found], unread: text.length > longestText };
}

/** @returns pieces of lines that hold something, and where each ends */
function* linesOf(text: string): Generator<{ readonly line: string; readonly to: number }> {
  const all = Math.min(text.length, longestText);
  for (let at = 0; at < all;) {
    const end = text.indexOf('\n', at);
    const lineEnd = end === -1 ? all : Math.min(end, all);
    const to = Math.min(lineEnd, at + longestPiece);
    const line = text.slice(at, to).trim();
    if (line !== '') yield { line, to };
    at = to === lineEnd ? to + 1 : to - overlap;
  }
}

/** `zone example.com/IN: …`, as BIND names it. */
function checkedZone(line: string): string | null {
  return /^zone ([^\s/]{1,255})\/IN\b/i.exec(line)?.[1] ?? null;
}
