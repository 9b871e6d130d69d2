/** Longest end of a word that is taken away with what is cut off: longer than any secret that is known by its end. */
const longestWord = 300;
const longestSecret = 64;

/**
 * Cuts a text before it is masked, so that a server cannot make us search megabytes.
 * @param longest UTF-16 units
 * @returns its beginning without the word at the cut: half of a secret looks like none
 */
export function cutForMasking(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let end = longest;
  while (end > 0 && longest - end < longestWord && !isBlank(text.charCodeAt(end - 1))) end -= 1;
  if (end > 0 && isBlank(text.charCodeAt(end - 1))) return text.slice(0, end);
  const limit = Math.max(end - longestSecret, 0);
  while (end > limit && isWordCharacter(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isWordCharacter(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f
  );
}
