/** Comments before the first record in which the stamp may stand: cPanel writes it into the first line. */
const longestHeader = 4096;

/**
 * When cPanel last wrote a zone, as the comment in the first lines of its file tells (`whm-protocol 13 C18`):
 * `(update_time):EPOCH`, in older and newer forms of that line, and URI-encoded.
 * @param text hostile: it comes from a server
 * @returns epoch seconds; null: there is no such stamp
 */
export function updateStamp(text: string): number | null {
  for (const line of text.slice(0, longestHeader).split('\n')) {
    const comment = line.trim();
    if (comment === '') continue;
    if (!comment.startsWith(';')) return null;
    const found = /(?:\(update_time\)|%28update_time%29)(?::|%3A)(\d{1,12})(?!\d)/i.exec(comment)?.[1];
    if (found !== undefined) return Number(found);
  }
  return null;
}
