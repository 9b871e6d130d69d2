import { entriesOf } from './master-file.ts';
import { absoluteName, plainText } from './names.ts';
import { afterDirective, directiveOf, recordOf, zoneContext } from './record.ts';
import { readSerial } from './serial.ts';

/** Where the SOA record has to stand, which is the first of a zone: beyond it is none. UTF-16 units, and entries. */
const longestBefore = 200_000;
const mostBefore = 1000;

/**
 * What stands in the place of the serial in the SOA record of a zone, out of its master file (RFC 1035, sections 3.3.13
 * and 5). Read here and not by a package: what npm has turns whole files into objects by regular expressions, and takes
 * parentheses and semicolons in quoted texts for its own.
 * @param text hostile: it comes from a server
 * @param zone the zone's name, the first origin; with or without the last dot
 * @returns null when there is no such record, or not all of it
 */
export function soaSerialWord(text: string, zone: string): string | null {
  const apex = absoluteName(zone, '');
  let context = zoneContext(zone);
  let entries = 0;
  for (const entry of entriesOf(text.slice(0, longestBefore))) {
    entries += 1;
    if (entries > mostBefore) return null;
    if (directiveOf(entry)) {
      context = afterDirective(context, entry);
      continue;
    }
    const read = recordOf(context, entry);
    ({ context } = read);
    const { owner, type, data } = read.record;
    if (type !== 'SOA' || owner !== apex) continue;
    const [, , serial, , , , minimum] = data;
    // Where one of its seven words is missing another one may stand in the place of the serial.
    return serial === undefined || minimum === undefined ? null : plainText(serial);
  }
  return null;
}

/**
 * The serial in the SOA record of a zone.
 * @returns null when there is no such record, or its serial is not one
 */
export function soaSerial(text: string, zone: string): number | null {
  const word = soaSerialWord(text, zone);
  return word === null ? null : readSerial(word);
}
