/** Text from a server is hostile input: it is shown as text, its control characters made visible, its length capped. */

const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function visibleControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

/**
 * @param text anything a server sent
 * @param limit longest result in UTF-16 units, before the mark that says how much was cut
 * @returns the text with C0, C1, bidirectional and zero-width characters replaced by visible signs; tabs become blanks
 */
export function visibleText(text: string, limit = 4096): string {
  const cut = text.length > limit ? text.slice(0, cutAt(text, limit)) : text;
  const shown = cut.replaceAll('\t', '    ').replace(controls, visibleControl);
  return cut.length < text.length ? `${shown}… (${text.length - cut.length} characters more)` : shown;
}

/** Never between the two halves of a surrogate pair. */
function cutAt(text: string, limit: number): number {
  const last = text.charCodeAt(limit - 1);
  return last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit;
}
