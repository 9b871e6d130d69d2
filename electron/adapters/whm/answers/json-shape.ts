import type { JsonBudget } from '#electron/adapters/whm/budgets.ts';

/** Below this no text can be made of so much that reading it would be felt, UTF-16 units. */
const alwaysFits = 16 * 1024;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * Looks over a text before it is parsed as JSON, in one pass: what is parsed costs by its values, not by its length,
 * and a megabyte holds 350,000 of them.
 * @returns false when it would have more values or be deeper than the budget; of a text that is no JSON either may come
 */
export function fitsJsonBudget(text: string, { values, depth }: JsonBudget): boolean {
  if (text.length < alwaysFits) return true;
  let found = 0;
  let level = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfText(text, at);
    } else if (code === comma || code === colon) {
      found += 1;
    } else if (opening.has(code)) {
      found += 1;
      level += 1;
    } else if (closing.has(code)) {
      level -= 1;
    }
    if (found > values || level > depth) return false;
  }
  return true;
}

/** @returns where the text that begins here ends */
function endOfText(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at += 1;
  }
  return text.length;
}
