/**
 * An IPv6 address in one spelling: eight groups, none left out, without leading zeros (RFC 4291, section 2.2).
 * @returns the text in lower case where it is none
 */
export function ipv6Groups(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length > 45) return lower;
  const [head = '', tail, ...more] = withoutDots(lower).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - front.length - back.length;
  const isWhole = tail === undefined ? missing === 0 : missing >= 1;
  const groups = [...front, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...back];
  if (more.length > 0 || !isWhole || !groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return lower;
  return groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}

/** The last two groups may be written as an IPv4 address. */
function withoutDots(text: string): string {
  const found = /:(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!found) return text;
  const [a = 0, b = 0, c = 0, d = 0] = found.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255) return text;
  return `${text.slice(0, found.index + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}
