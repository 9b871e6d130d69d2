/** Domain names and texts of master files in one spelling each (RFC 1035, section 5.1; RFC 4343). */

/** No name is longer, every octet of it escaped; what is, is none, and left as it stands. */
const longestName = 1024;

/**
 * A name as a zone file has it, made absolute: `@` and names without a last dot are within the origin; upper and lower
 * case are the same, and so are a letter and its escape.
 * @param origin lower case, without the last dot; empty for the root
 * @returns lower case, without the last dot; octets that are no plain letters as `\DDD`
 */
export function absoluteName(name: string, origin: string): string {
  if (name === '@') return origin;
  if (name.length > longestName) return name.toLowerCase();
  // Nearly all names need no look at each letter.
  if (/^[A-Za-z0-9_*.-]*$/.test(name)) {
    const lower = name.toLowerCase();
    if (lower.endsWith('.')) return lower.slice(0, -1);
    return origin === '' ? lower : `${lower}.${origin}`;
  }
  let whole = '';
  let isAbsolute = false;
  for (const { code, escaped } of lettersOf(name)) {
    isAbsolute = !escaped && code === 0x2e;
    whole += escaped || code !== 0x2e ? written(code) : '.';
  }
  if (isAbsolute) return whole.slice(0, -1);
  return origin === '' ? whole : `${whole}.${origin}`;
}

/** The letter, or its escape where it would mean something in a name. */
function written(code: number): string {
  const letter = String.fromCharCode(code);
  if (/[A-Za-z0-9_*-]/.test(letter) || code > 0xff) return letter.toLowerCase();
  return `\\${String(code).padStart(3, '0')}`;
}

/** A word or a quoted text without its quotes and escapes. */
export function plainText(word: string): string {
  const quoted = word.startsWith('"');
  const end = quoted && word.length > 1 && word.endsWith('"') ? word.length - 1 : word.length;
  const text = word.slice(quoted ? 1 : 0, end);
  if (!text.includes('\\')) return text;
  let plain = '';
  for (const { code } of lettersOf(text)) plain += String.fromCharCode(code);
  return plain;
}

/** Letters with their escapes (`\.`, `\DDD`) read. */
function* lettersOf(text: string): Generator<{ readonly code: number; readonly escaped: boolean }> {
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '\\' || at + 1 === text.length) {
      yield { code: text.charCodeAt(at), escaped: false };
      continue;
    }
    const digits = text.slice(at + 1, at + 4);
    const isNumber = /^\d{3}$/.test(digits) && Number(digits) <= 0xff;
    yield { code: isNumber ? Number(digits) : text.charCodeAt(at + 1), escaped: true };
    at += isNumber ? 3 : 1;
  }
}
