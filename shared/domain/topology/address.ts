/** IP addresses by their value: one address has many spellings (RFC 5952), and two spellings are no two servers. */

/** Longest spelling of an IPv6 address: eight groups, or six and an IPv4 address; with a zone. */
const longest = 80;

/** Code units of the digits, the point and the colon: names are looked at far too often for patterns. */
const [zero, nine, point] = [0x30, 0x39, 0x2e];

/**
 * @returns the four bytes as one number; null for what is no IPv4 address, one with leading zeros included, which some
 *   read as octal
 */
function ipv4Value(text: string): number | null {
  if (text.length < 7 || text.length > 15) return null;
  let value = 0;
  let parts = 0;
  let byte = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const unit = at === text.length ? point : text.charCodeAt(at);
    if (unit === point) {
      if (byte === -1) return null;
      value = value * 256 + byte;
      parts += 1;
      byte = -1;
    } else if (unit < zero || unit > nine || byte === 0) return null;
    else {
      byte = Math.max(byte, 0) * 10 + unit - zero;
      if (byte > 255) return null;
    }
  }
  return parts === 4 ? value : null;
}

function groupsOf(text: string): readonly number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const value = index === parts.length - 1 && part.includes('.') ? ipv4Value(part) : null;
    if (value !== null) groups.push(Math.floor(value / 65_536), value % 65_536);
    else if (/^[0-9a-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}

/** @returns the eight groups of an IPv6 address in lower case; null for what is none */
function ipv6Groups(text: string): readonly number[] | null {
  const halves = text.split('::');
  if (text.length > longest || !text.includes(':') || halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? head : null;
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? null : [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** The longest run of two or more zero groups is left out, the first of them where two are as long (RFC 5952, 4.2). */
function ipv6Text(groups: readonly number[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < groups.length; at += 1) {
    let length = 0;
    while (groups[at + length] === 0) length += 1;
    if (length > best.length) best = { at, length };
  }
  const words = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.at === -1) return words(groups);
  return `${words(groups.slice(0, best.at))}::${words(groups.slice(best.at + best.length))}`;
}

/**
 * @param text a word out of a file or an answer; brackets around an IPv6 address and its zone (`%eth0`) are no part of
 *   it
 * @returns the one spelling of the address; an IPv4 address inside an IPv6 one is that IPv4 address; null for what is
 *   no address
 */
export function canonicalAddress(text: string): string | null {
  if (text.length > longest) return null;
  if (!text.includes(':')) return ipv4Value(text) === null ? null : text;
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const groups = ipv6Groups(bare.toLowerCase().split('%', 1)[0] ?? '');
  if (groups === null) return null;
  const [, , , , , marker, high = 0, low = 0] = groups;
  const isMapped = marker === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : ipv6Text(groups);
}

export function isAddress(text: string): boolean {
  return canonicalAddress(text) !== null;
}

/**
 * Whether an address means something in its own network only, as that of a server behind NAT does (RFC 1918, 6598,
 * 3927, 4193, 4291).
 */
export function isPrivateAddress(text: string): boolean {
  const address = canonicalAddress(text);
  if (address === null) return false;
  if (address.includes(':')) return /^(?:f[cd]|fe[89ab])/.test(address);
  const [first = 0, second = 0] = address.split('.').map(Number);
  return (
    first === 10 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254) ||
    (first === 100 && second >= 64 && second < 128)
  );
}
