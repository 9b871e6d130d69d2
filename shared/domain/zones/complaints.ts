/** What nameservers and their checkers say of zones that they do not take, in the text that a synchronization prints. */

/**
 * Words of BIND (named-checkzone, rndc), PowerDNS (bind back end, pdnsutil) and dnsadmin. Names of zones hold such words too, so that no part of a
 * name is taken for one. These programs have no other language than English.
 */
const refusals =
  /(?<![\w.-])(?:not loaded|rejected|refused|failed|unable to|could not|cannot|can't|bad zone|parse error|parsing error|error parsing|not authoritative|does not exist|no such (?:zone|domain|file)|syntax error|unknown rr type|out of zone|[1-9]\d{0,8} errors?|error)(?![\w-]|\.\w)/i;

/** Lines that are looked at; a synchronization of all zones prints one for each. */
const mostLines = 20_000;
const longestLine = 400;
const mostComplaints = 3;

/**
 * The lines in which a zone is said not to be loaded, whatever stands behind them: the words of the checker come before the 'successful' of the reload.
 * @param text hostile: it comes from a server
 * @returns the first ones, each once; before each what the checker said of the same zone
 */
export function complaintsIn(text: string): readonly string[] {
  const found = new Set<string>();
  let before = '';
  for (const line of linesOf(text)) {
    if (refusals.test(line)) {
      if (before !== '' && checkedZone(before) !== null && checkedZone(before) === checkedZone(line)) found.add(before);
      found.add(line);
    }
    if (found.size >= mostComplaints) break;
    before = line;
  }
  return [...found].slice(0, mostComplaints);
}

function* linesOf(text: string): Generator<string> {
  let at = 0;
  for (let count = 0; at < text.length && count < mostLines; count += 1) {
    const end = text.indexOf('\n', at);
    const to = end === -1 ? text.length : end;
    const line = text.slice(at, Math.min(to, at + longestLine)).trim();
    if (line !== '') yield line;
    at = to + 1;
  }
}

/** `zone example.com/IN: …`, as BIND names it. */
function checkedZone(line: string): string | null {
  return /^zone ([^\s/]{1,255})\/IN\b/i.exec(line)?.[1] ?? null;
}
