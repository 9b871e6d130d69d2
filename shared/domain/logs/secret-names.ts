/**
 * Names of keys, fields and headers whose value may open something, in any way of writing: `pass2`, `X-API-Key`,
 * `hostbill_api_id`, `authToken`.
 */
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

/**
 * The word for a password in the languages that cPanel comes in, where it is not like the English one. Of two words the
 * last counts (`kata sandi`), for the sign of equality stands behind it.
 */
const asciiWords =
  'kennwort|clave|contrasen|heslo|adgangskode|kodeord|salasana|sandi|laluan|wachtwoord|senha|geslo|parola|sifre|haslo|jelszo|losenord';
const otherWords =
  'contraseñ|κωδικ|парол|סיסמ|hasło|jelszó|parolă|lösenord|şifre|mật khẩu|khẩu|पासवर्ड|รหัสผ่าน|パスワード|暗証番号|비밀번호|암호|密码|密碼|口令|المرور|السر';
const foreignName = new RegExp(`${asciiWords}|${otherWords}`);
const foreignInText = new RegExp(otherWords);

/** The same words as in {@link isSecretName}, for a first look. */
export const foreignAsciiWords: readonly string[] = asciiWords.split('|');

/** Whether a line holds such a word in other letters than those of English. */
export function hasForeignWord(line: string): boolean {
  return /[\u0080-\uffff]/.test(line) && foreignInText.test(line.normalize('NFKC').toLowerCase());
}

/** @param name as it stands before the sign of equality, any case, at most a few hundred characters */
export function isSecretName(name: string): boolean {
  const plain = name.normalize('NFKC').replace(/[-_]/g, '').toLowerCase();
  return secretName.test(plain) || foreignName.test(plain);
}

/**
 * What is kept of the query of a logged request; every other value is masked, for WHM logs passwords with it
 * (`whm-protocol 13 C17`).
 */
export const plainQueryNames: ReadonlySet<string> = new Set(['dnsuniqid', 'zone', 'host', 'service', 'api.version']);
