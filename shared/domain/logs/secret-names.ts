/** Names of keys, fields and headers whose value may open something, in any way of writing: `pass2`, `X-API-Key`, `hostbill_api_id`, `authToken`. */
const secretName = new RegExp(
  [
    // Not of "passed", "passive" and what passes through; "compass" and "bypass" are masked, which does no harm.
    'pass(?!ed|ive|enger|through)',
    'pwd|secret|credential|cookie|cpsess|private|bearer|signature',
    // How many and what for is no secret.
    'token(?!name|s?count)|session(?!s?count)',
    // Authority and authors are none.
    'auth(?!or(?!i[sz]))',
    '(?:access|api|user|client)(?:hash|key)|(?:api|client|stack)id',
    // DNSSEC keys as BIND and PowerDNS write them.
    'cpdnskey|^(?:prime|exponent|coefficient)\\d?$|(?:private|public)exponent',
    '(?<!public)key\\d{0,2}$|hash$|^otp|^tfa',
  ].join('|'),
);

/** @param name as it stands before the sign of equality, any case, at most a few hundred characters */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replace(/[-_]/g, '').toLowerCase());
}

/** What is kept of the query of a logged request; every other value is masked, for WHM logs passwords with it (`whm-protocol 13 C17`). */
export const plainQueryNames: ReadonlySet<string> = new Set(['dnsuniqid', 'zone', 'host', 'service', 'api.version']);
