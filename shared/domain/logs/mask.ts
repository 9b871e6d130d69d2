/** Debug lines of dnsadmin_log carry form data and headers (`whm-protocol 6`): whatever may open a server is masked before anyone sees it. */

const mask = '••••';

/** A cheap look first: most lines hold nothing of the kind. */
const suspicious =
  /[0-9A-Z]{32}|[0-9a-f]{29}|whm|basic|bearer|auth|pass|token|secret|apikey|api_key|hash|cpsess|session|cookie|cpdnskey|private/i;

const rules: readonly (readonly [RegExp, string])[] = [
  // `whm root:TOKEN` as in the header Authorization, also url-encoded; the colon keeps sentences about WHM whole.
  [/((?:whm|cpanel)(?:\s|%20|\+)+[\w.-]+(?::|%3a))[^\s"'\]&,;]+/gi, `$1${mask}`],
  // `Basic` and `Bearer` with what looks like a credential, not like a word.
  [/((?:basic|bearer)(?:\s|%20|\+)+)(?=[^\s"'\]&,;]*[0-9=])[\w+/=.~%-]{12,}/gi, `$1${mask}`],
  // cpsess##########
  [/cpsess\d{4,}/gi, `cpsess${mask}`],
  // Keys of zones: `cpdnskey<TAG>-<zone>=<key>`, private keys of DNSSEC.
  [/(cpdnskey[^=\s]*=)[^&\s]+/gi, `$1${mask}`],
  [/(private-?key\s*[:=]\s*)\S+/gi, `$1${mask}`],
  // name=value, "name":"value", 'name' => 'value', url-encoded.
  [
    /((?:\b|_)(?:pass(?:wd|word)?|token|api_?key|access_?hash|secret|authorization|cookie|(?:whostmgr)?session)["']?(?:\s*(?:=>|[:=])\s*|%3d|%3a)["'[]?)(?!whm\b|basic\b|bearer\b)[^\s&"',;)\]}]+/gi,
    `$1${mask}`,
  ],
  // A token standing alone: 32 of 0-9A-Z; a dnsuniqid goes on with `_` and is none.
  [/(^|[^0-9A-Za-z_]|%[0-9A-Fa-f]{2})[0-9A-Z]{32}(?![0-9A-Za-z_])/g, `$1${mask}`],
  // A line of an access key: 29 to 32 hexadecimal digits and nothing else.
  [/^[0-9a-f]{29,32}$/, mask],
];

/** @returns the line with tokens, passwords, access keys, sessions and DNSSEC keys replaced by `••••` */
export function maskSecrets(line: string): string {
  if (!suspicious.test(line)) return line;
  return rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
