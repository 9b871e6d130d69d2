import { plainSpelling, replaceBase64 } from './encoded.ts';
import { continuedEnd, mask, maskNamed, maskPairs, maskQueries, type Masked } from './named-values.ts';
import { foreignAsciiWords, hasForeignWord } from './secret-names.ts';

/*
 * Lines of WHM's logs carry form data, headers, requests and dumps (`whm-protocol 6`, `whm-protocol 13 C17`): whatever
 * may open a server is masked before anyone sees it. Servers choose the text, so every pattern here takes time in
 * proportion to its length: each begins where a word begins and has a bound, or cannot be entered again within what it
 * has passed.
 */

/**
 * Cheap looks first: most lines hold nothing of the kind, and searching for words is many times faster than a pattern
 * of them. Whatever a rule below may change holds one of these.
 */
const words = [
  'pass',
  'pwd',
  'token',
  'secret',
  'key',
  'hash',
  'auth',
  'cookie',
  'session',
  'cpsess',
  'private',
  'credential',
  'whm',
  'cpanel ',
  'cpanel%',
  'cpanel+',
  'basic',
  'bearer',
  'digest',
  'signature',
  'exponent',
  'coefficient',
  'prime',
  'otp',
  'tfa',
  'api',
  'client',
  'stack',
  'eyj',
  '?',
  '://',
  'new ',
  'purge ',
  '-p',
];
const suspicious =
  /a(?:uth|pi[-_]?(?:id|key))|b(?:asic|earer)|c(?:panel[\s%+]|psess|ookie|redential|oefficient|lient[-_]?(?:id|key))|digest|e(?:xponent|yJ)|hash|key|new |otp|-p\s{0,4}['"]|m(?:ysql|ariadb)|p(?:ass|wd|rivate|rime\d|urge )|s(?:ecret|ession|ignature|tack[-_]?id)|t(?:oken|fa)|whm|\?[\w.-]{1,64}=|:\/\/[^\s/]{0,200}@/i;
const tokenLike = /[0-9A-Z]{32}/;
const keyLine = /^\s{0,40}['"]?[0-9a-f]{29}/;

function mayHoldSecret(line: string): boolean {
  if (tokenLike.test(line) || keyLine.test(line)) return true;
  const lower = line.toLowerCase();
  if (foreignAsciiWords.some((word) => lower.includes(word)) || hasForeignWord(line)) return true;
  return words.some((word) => lower.includes(word)) && suspicious.test(line);
}

const shapes: readonly (readonly [RegExp, string])[] = [
  // `whm root:TOKEN` as in the header Authorization, also url-encoded; the colon keeps sentences about WHM whole.
  [/((?:whm|cpanel)(?:\s|%20|\+){1,8}[\w.-]{1,64}(?::|%3a))[^\s"'\]&,;]{1,4096}/gi, `$1${mask}`],
  // `Basic` and `Bearer` with what looks like a credential, not like a word.
  [/((?:basic|bearer)(?:\s|%20|\+){1,8})(?=[^\s"'\]&,;]{0,200}[0-9=])[\w+/=.~%-]{12,}/gi, `$1${mask}`],
  // cpsess##########
  [/cpsess\d{4,}/gi, `cpsess${mask}`],
  // Keys of zones: `cpdnskey<TAG>-<zone>=<key>`.
  [/(cpdnskey[^=\s]{0,300}=)[^&\s]+/gi, `$1${mask}`],
  // A token in place of the user of an address: only what may be the name of an account stays (`https://user@host`).
  [/(:\/\/)(?![a-z_][a-z0-9_.-]{0,15}@)[^\s/:@"'<>]{1,300}@/g, `$1${mask}@`],
  // The user's password in an address; the line of a session that begins or ends.
  [/(:\/\/[^\s/:@]{0,64}:)[^\s/@]{1,200}@/g, `$1${mask}@`],
  [/((?:^|\s)(?:NEW|PURGE) [^\s:]{1,64}:)\S+/g, `$1${mask}`],
  // The short option of many programs, with its value in quotes.
  [/((?<![\w-])-p\s{0,4})(?:'[^']{0,400}'?|"[^"]{0,400}"?)/g, `$1${mask}`],
  // A signed token (JWT).
  [/(?<![\w-])eyJ[\w-]{16,}(?:\.[\w-]*)?(?:\.[\w-]*)?/g, mask],
  // A token standing alone: 32 of 0-9A-Z; a dnsuniqid goes on with `_` and is none.
  [/(^|[^0-9A-Za-z_]|%[0-9A-Fa-f]{2})[0-9A-Z]{32}(?![0-9A-Za-z_])/g, `$1${mask}`],
  // A line of an access key: 29 to 32 hexadecimal digits and nothing else but what may enclose them.
  [/^(\s{0,40}['"]?)[0-9a-f]{29,32}(?=['",;]{0,3}$)/, `$1${mask}`],
];

const pemBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const pemEnd = '-----END ';

/** The same option of the clients of MySQL, which take it without quotes and blanks. */
function maskMysql(line: string): string {
  return /mysql|mariadb/i.test(line) ? line.replace(/(?<=\s-p)[^\s'"][^\s]{0,400}/g, mask) : line;
}

function hasSecret(text: string): boolean {
  return maskPlain(text).text !== text;
}

/**
 * @returns the line with tokens, passwords, access keys, sessions and DNSSEC keys replaced by `••••`, and what goes on
 *   behind it
 */
export function maskLine(line: string): Masked {
  const spelled = plainSpelling(line);
  const masked = maskPlain(replaceBase64(spelled, hasSecret, mask));
  // A line in which nothing is hidden stays as it was written.
  return masked.text === spelled ? { text: line, open: masked.open } : masked;
}

function maskPlain(line: string): Masked {
  if (!mayHoldSecret(line)) return { text: line, open: null };
  const pem = pemBegin.exec(line);
  if (pem !== null) {
    const from = pem.index + pem[0].length;
    const end = line.indexOf(pemEnd, from);
    const head = maskSecrets(line.slice(0, pem.index)) + pem[0];
    if (end < 0) return { text: from === line.length ? head : `${head}${mask}`, open: pemEnd };
    return { text: `${head}${mask}${maskSecrets(line.slice(end))}`, open: null };
  }
  const { text, open } = maskNamed(maskPairs(maskQueries(maskMysql(line))));
  return { text: shapes.reduce((shown, [pattern, replacement]) => shown.replace(pattern, replacement), text), open };
}

/** @returns the line with tokens, passwords, access keys, sessions and DNSSEC keys replaced by `••••` */
export function maskSecrets(line: string): string {
  return maskLine(line).text;
}

/** A line that continues the value of a secret. @param closing what ends it, as `maskLine` gave it */
export function maskContinued(line: string, closing: string): Masked {
  const { end, open } = closing === pemEnd ? { end: line.indexOf(pemEnd), open: pemEnd } : continuedEnd(line, closing);
  if (end < 0) return { text: line === '' ? line : mask, open };
  const rest = maskLine(line.slice(end));
  return { text: `${end === 0 ? '' : mask}${rest.text}`, open: rest.open };
}
