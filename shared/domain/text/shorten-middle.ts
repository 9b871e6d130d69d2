const mark = '…';

/**
 * Shortens a name in the middle: the host part tells servers apart, the end tells whose they are.
 * @param name any text
 * @param room characters that fit, at least 1
 * @returns the name itself if it fits, else its head, `…` and its tail, together `room` characters (UTF-16 units)
 */
export function shortenMiddle(name: string, room: number): string {
  if (name.length <= room) return name;
  if (room <= 1) return mark;
  const kept = room - mark.length;
  const head = Math.ceil(kept * 0.6);
  const tail = kept - head;
  return `${withoutHalf(name.slice(0, head))}${mark}${tail === 0 ? '' : withoutHalf(name.slice(-tail))}`;
}

/** A cut between the two halves of a surrogate pair leaves a half that draws as a box. */
function withoutHalf(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '').replace(/^[\udc00-\udfff]/, '');
}
