import { visibleText } from '#shared/domain/text/visible.ts';

/** Longest text of WHM that is looked at, UTF-16 units. */
const longest = 300;

/** Where Perl printed a message, which it appends: ` at FILE line N.`, perhaps with the handle it read from last. */
const placeInPerl = /\s{1,4}at \/\S{1,250} line \d{1,9}(?:, <[^>]{0,40}> (?:line|chunk) \d{1,9})?\.?\s{0,4}$/;

/**
 * A message of WHM as a sentence quotes it: without the place in a program, and saying so where it ends at the colon
 * behind which its reason should stand.
 * @returns in quotation marks
 */
export function quoteWhm(text: string | null): string {
  if (text === null) return 'no words';
  const words = visibleText(text.slice(0, longest).replace(placeInPerl, '').trim(), longest);
  return words.endsWith(':') ? `“${words.slice(0, -1).trim()}”, and gives no reason` : `“${words}”`;
}
