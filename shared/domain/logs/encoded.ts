/*
 * Other spellings of a line and of words in it: letters written as numbers, and Base64. Servers choose the text: every
 * step takes time in proportion to it.
 */

/**
 * A letter, figure or sign of a name written as a number, percent-encoded up to five times or escaped as in JSON and
 * Perl.
 */
const numbered = /(?:%(?:25){0,4}|\\x|\\u00)([2-7][0-9a-f])/gi;
/** Percent-encoded UTF-8 of other letters. */
const encodedLetters = /(?:%[89a-f][0-9a-f]){2,120}/gi;

/**
 * The line with letters, figures, `-` and `_` as such, however they are written; what separates a name from its value
 * stays as it is.
 */
export function plainSpelling(line: string): string {
  if (!line.includes('%') && !line.includes('\\')) return line;
  return line
    .replace(numbered, (whole, digits: string) => {
      const letter = String.fromCharCode(Number.parseInt(digits, 16));
      return /[\w-]/.test(letter) ? letter : whole;
    })
    .replace(encodedLetters, (whole) => {
      try {
        return decodeURIComponent(whole);
      } catch {
        return whole;
      }
    });
}

/** Six bits of each character of Base64, in either alphabet. */
const alphabet = new Map(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (letter, value): [string, number] => [
    letter,
    value,
  ]),
);
alphabet.set('-', 62).set('_', 63);

/**
 * @returns the text that Base64, of either alphabet, stands for, in UTF-8 where it is that; null: no text, since it has
 *   control characters
 */
function textInBase64(run: string): string | null {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const letter of run) {
    held = ((held << 6) | (alphabet.get(letter) ?? 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const byte = (held >> bits) & 0xff;
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f) return null;
    text += String.fromCharCode(byte);
  }
  return textOfBytes(text);
}

/** @param bytes one character a byte */
function textOfBytes(bytes: string): string {
  const encoded = bytes.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return bytes;
  }
}

const base64Run = /(?<![\w+/-])[\w+/-]{16,}={0,2}/g;

/** Replaces words of Base64 of which `isSecret` says so when it is given their text. */
export function replaceBase64(line: string, isSecret: (text: string) => boolean, by: string): string {
  const isBase64OfSecret = (run: string): boolean => {
    // Words and paths of one case are not Base64 of a text.
    if (run.length < 16 || !/[a-z]/.test(run) || !/[A-Z]/.test(run)) return false;
    const text = textInBase64(run.replace(/={1,2}$/, ''));
    return text !== null && isSecret(text);
  };
  return line.replace(base64Run, (run) => {
    if (isBase64OfSecret(run)) return by;
    if (!run.includes('/')) return run;
    return run
      .split('/')
      .map((part) => (isBase64OfSecret(part) ? by : part))
      .join('/');
  });
}
