import { checkSumOf } from '#shared/schema/check-sum.ts';

/** How a sealed file begins; what follows is the rest of the document. */
const begin = '{\n  "sum": "';
const none = '00000000';

function sumOf(text: string): string {
  return checkSumOf(Buffer.from(text));
}

/**
 * The text of a document with a check sum of itself (CRC-32, taken with eight zeros in its own place): a bit that a
 * disk or memory has flipped would else be another host, another user or a safety level less. It is no defence against
 * people.
 * @param content an object
 */
export function sealed(content: object): string {
  const text = `${JSON.stringify({ sum: none, ...content }, null, 2)}\n`;
  return begin + sumOf(text) + text.slice(begin.length + none.length);
}

/** @returns `none` for a file that people or an older Nameward have written */
export function sealOf(text: string): 'whole' | 'broken' | 'none' {
  if (!text.startsWith(begin)) return 'none';
  const end = begin.length + none.length;
  const unsealed = begin + none + text.slice(end);
  return sumOf(unsealed) === text.slice(begin.length, end) ? 'whole' : 'broken';
}
