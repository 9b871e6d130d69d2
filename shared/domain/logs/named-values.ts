import { isSecretName, plainQueryNames } from './secret-names.ts';

export const mask = '••••';

/** A line, and whether the value of a secret goes on in the next one. */
export interface Masked {
  readonly text: string;
  /**
   * What ends the value that this line leaves open: a quote, a bracket, as many braces as are open, or the end of a PEM
   * block; null when none is open.
   */
  readonly open: string | null;
}

/**
 * A word and what stands between it and its value: an equals sign, arrow or colon in any spelling (`pass=`, `"pass":`,
 * `\"pass\": `, `'pass' => `, `[pass]=`, `{pass} = `, `pass[0]=`, `&quot;pass&quot;:`, `pass%3D`), the end of a tag,
 * the comma of a list of pairs, or blanks alone.
 */
const named =
  /(?<![\p{L}\p{M}\p{N}_-])([\p{L}\p{M}\p{N}_-]{1,200})((?:[\\"'\]})]|\[[\w-]{0,40}\]|%(?:25){0,4}5[Bb][\w-]{0,40}%(?:25){0,4}5[Dd]|&quot;|&#0?3[49];){0,8}\s{0,8}(?:=>|(?:\/\/|\|\|)?={1,3}|:=|->|[:：](?!:)|＝|%(?:25){0,4}3[ADad]|\\x3[Dd]|\\u003[Dd]|&#61;|(?<=[\]}])(?=\{))\s{0,8}(?:&quot;|&#0?3[49];)?|["']\s{0,8},\s{0,8}(?=["'])|>|\s{1,8})/gu;
/**
 * The way from a name to a value that lies deeper, as Perl writes it, from its first braces on: `{token}->{value} = `.
 */
const deeper =
  /(?:\[\d{1,9}\]|\{["']?[\w-]{0,100}["']?\})(?:(?:->)?[{[]["']?[\w-]{0,100}["']?[}\]]){0,8}\s{0,8}(?:\/\/|\|\|)?(?:=>?|:)\s{0,8}/y;
/** Schemes of authorization: what follows one belongs to the value. */
const scheme = /^(?:whm|cpanel|basic|bearer|digest|negotiate|token)(?:\s|%20|\+){1,8}/i;
/** Headers, whose value is all that follows. */
const header = /authorization$|cookie$/i;
const closings: Readonly<Record<string, string>> = { '"': '"', "'": "'", '[': ']', '`': '`' };

/** The value of a secret in a line. `open`: what would end it, when that is not in the line. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly open: string | null;
}

/** @returns where the quote or bracket stands that ends a value, -1 when it does not */
export function closingAt(line: string, from: number, closing: string): number {
  for (let at = line.indexOf(closing, from); at >= 0; at = line.indexOf(closing, at + 1)) {
    if (closing === ']' || line.charCodeAt(at - 1) !== 0x5c) return at;
  }
  return -1;
}

/** Deepest braces that are told apart. */
const deepest = 64;

/**
 * Where braces close.
 * @param depth how many are open
 * @returns the place of the last one, -1 where some stay open; and how many do
 */
function bracesEnd(line: string, from: number, depth: number): { readonly end: number; readonly depth: number } {
  let open = depth;
  for (let at = from; at < line.length; at += 1) {
    const sign = line[at];
    if (sign === '{') open = Math.min(open + 1, deepest);
    if (sign === '}') open -= 1;
    if (open === 0) return { end: at, depth: 0 };
  }
  return { end: -1, depth: open };
}

/** Where a value that an earlier line left open ends in this one; -1 and what still has to come where it does not. */
export function continuedEnd(line: string, closing: string): { readonly end: number; readonly open: string | null } {
  if (!closing.startsWith('}')) {
    const end = closingAt(line, 0, closing);
    return { end, open: end < 0 ? closing : null };
  }
  const { end, depth } = bracesEnd(line, 0, closing.length);
  return { end, open: end < 0 ? '}'.repeat(depth) : null };
}

const bareEnd = /[\s&"<]|%(?:25){0,4}26/g;
const behindValue = ")]},;'";

/** The end of a value without quotes. Signs that may stand in a password end it only where they are its last. */
function bareValueEnd(line: string, from: number): number {
  bareEnd.lastIndex = from;
  let end = bareEnd.exec(line)?.index ?? line.length;
  while (end > from && behindValue.includes(line.charAt(end - 1))) end -= 1;
  return end;
}

/** @param from where the value begins, behind blanks @param name of it @param before the character before the name */
function valueSpan(line: string, from: number, name: string, before: string): Span {
  let begin = from;
  deeper.lastIndex = begin;
  if (deeper.test(line)) return valueSpan(line, deeper.lastIndex, name, '');
  while (line.charCodeAt(begin) === 0x5c && begin - from < 8) begin += 1;
  const escaped = begin > from;
  const closing = closings[line.charAt(begin)];
  if (closing !== undefined) {
    begin += 1;
    // A quote inside a quoted text: \"pass\":\"…\".
    const end = escaped ? line.indexOf('\\', begin) : closingAt(line, begin, closing);
    if (end >= 0) return { from: begin, to: end, open: null };
    return { from: begin, to: line.length, open: escaped ? null : closing };
  }
  if (line[begin] === '{') {
    // Whatever the names inside say: `"token":{"value":"…"}`.
    const { end, depth } = bracesEnd(line, begin + 1, 1);
    return end < 0
      ? { from: begin + 1, to: line.length, open: '}'.repeat(depth) }
      : { from: begin + 1, to: end, open: null };
  }
  if (header.test(name)) {
    // A header that stands in quotes as a whole ends with them.
    const enclosing = closings[before];
    const end = enclosing === undefined ? -1 : line.indexOf(enclosing, begin);
    return { from: begin, to: end < 0 ? line.length : end, open: null };
  }
  const prefix = scheme.exec(line.slice(begin, begin + 40))?.[0] ?? '';
  return { from: begin, to: bareValueEnd(line, begin + prefix.length), open: null };
}

/** A key in a file of the nameserver, without quotes: `secret abc==;`. */
const bareKey = /^[\w+/]{8,}={0,2}\s{0,4};/;

/**
 * Behind blanks alone a value stands only after an option (`--pass x`) and in files of the nameserver (`secret "x"`,
 * `secret x;`).
 */
function leadsToValue(name: string, between: string, rest: string): boolean {
  if (between.trim() !== '' || between === '' || name.startsWith('--') || rest.startsWith('"')) return true;
  return /secret$/i.test(name) && bareKey.test(rest);
}

/**
 * Words that sentences end with before a colon (`Cannot open access hash: Permission denied`); `pass: …` is never taken
 * for one.
 */
const proseName = /^(?:hash|key|token|session|auth|cookie|cookies|signature|credentials)$/i;
const proseValue = /^[A-Za-z]{1,24}(?=\s|$)/;

function readsAsProse(line: string, at: number, name: string, between: string, from: number): boolean {
  return (
    between === ': ' &&
    at > 1 &&
    proseName.test(name) &&
    /[A-Za-z] $/.test(line.slice(at - 2, at)) &&
    proseValue.test(line.slice(from, from + 25))
  );
}

/** Masks the values whose names say that they are secret. */
export function maskNamed(line: string): Masked {
  let text = '';
  let done = 0;
  let open: string | null = null;
  named.lastIndex = 0;
  for (let found = named.exec(line); found !== null; found = named.exec(line)) {
    const [, name = '', between = ''] = found;
    const from = named.lastIndex;
    if (!isSecretName(name) || !leadsToValue(name, between, line.slice(from, from + 400))) {
      // What stands in brackets behind it may be the name: `HEADER[pass]=`.
      named.lastIndex = found.index + name.length;
      continue;
    }
    if (readsAsProse(line, found.index, name, between, from)) continue;
    const span = valueSpan(line, from, name, line.charAt(found.index - 1));
    ({ open } = span);
    if (span.to <= span.from) continue;
    text += line.slice(done, span.from) + mask;
    done = span.to;
    named.lastIndex = span.to;
  }
  return { text: text + line.slice(done), open };
}

/** A name that is itself a value, and its value beside it: form fields as JSON, as query and as elements. */
const pair =
  /(?<![\w-])((?:name|key|field)["']?\s{0,4}(?:=>|[=:])\s{0,4}["']?([\p{L}\p{M}\p{N}_-]{1,200})["']?[\s,&;]{1,4}["']?value["']?\s{0,4}(?:=>|[=:])\s{0,4})("[^"]*"?|'[^']*'?|[^\s"'&<>]+)/giu;

/** Masks the values of fields whose names stand beside them and say that they are secret. */
export function maskPairs(line: string): string {
  return line.replace(pair, (whole, before: string, name: string, value: string) => {
    if (!isSecretName(name)) return whole;
    const quote = /^["']/.exec(value)?.[0] ?? '';
    return `${before}${quote}${mask}${quote}`;
  });
}

/** The query of a request, whatever its method: only what is known to be no secret is kept. */
export function maskQueries(line: string): string {
  return line.replace(/\?(?=[\w.%-]{1,200}=)([^\s"<>]+)/g, (_whole, found: string) => {
    const end = bareQueryEnd(found);
    const pairs = found
      .slice(0, end)
      .split('&')
      .map((pair) => {
        const equals = pair.indexOf('=');
        if (equals < 0 || equals === pair.length - 1) return pair;
        return plainQueryNames.has(pair.slice(0, equals)) ? pair : `${pair.slice(0, equals)}=${mask}`;
      });
    return `?${pairs.join('&')}${found.slice(end)}`;
  });
}

function bareQueryEnd(query: string): number {
  let end = query.length;
  while (end > 0 && behindValue.includes(query.charAt(end - 1))) end -= 1;
  return end;
}
