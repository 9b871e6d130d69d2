import { entriesOf } from './master-file.ts';
import { isSerial } from './serial.ts';

/**
 * The serial in the SOA record of a zone, out of its master file (RFC 1035, sections 3.3.13 and 5). Read here and not by a package: what npm has
 * turns whole files into objects by regular expressions, and takes parentheses and semicolons in quoted texts for its own.
 * @param text hostile: it comes from a server
 * @param zone the zone's name, the first origin; with or without the last dot
 * @returns null when there is no such record, or its serial is not one
 */
export function soaSerial(text: string, zone: string): number | null {
  const apex = absolute(zone, '');
  let origin = apex;
  let owner = apex;
  for (const { continued, words } of entriesOf(text)) {
    const [first = ''] = words;
    if (!continued && first.startsWith('$')) {
      if (first.toUpperCase() === '$ORIGIN') origin = absolute(words[1] ?? '', origin);
      continue;
    }
    if (!continued) owner = absolute(first, origin);
    const record = afterTtlAndClass(continued ? words : words.slice(1));
    if (record[0]?.toUpperCase() !== 'SOA' || owner !== apex) continue;
    // Type, MNAME, RNAME, SERIAL.
    const serial = /^\d{1,10}$/.test(record[3] ?? '') ? Number(record[3]) : Number.NaN;
    return isSerial(serial) ? serial : null;
  }
  return null;
}

/** Lower case and without the last dot; `@` and names without a last dot are within the origin. */
function absolute(name: string, origin: string): string {
  const lower = name.toLowerCase();
  if (lower === '@') return origin;
  if (lower.endsWith('.')) return lower.slice(0, -1);
  return origin === '' ? lower : `${lower}.${origin}`;
}

/** TTL and class come in either order, and either may be missing. */
function afterTtlAndClass(words: readonly string[]): readonly string[] {
  let at = 0;
  while (at < 2 && isTtlOrClass(words[at] ?? '')) at += 1;
  return words.slice(at);
}

function isTtlOrClass(word: string): boolean {
  return /^\d[\dsmhdw]*$/i.test(word) || /^(?:in|ch|hs|cs)$/i.test(word);
}
