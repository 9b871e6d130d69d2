import { canonicalAddress } from '#shared/domain/topology/address.ts';
import { entriesOf, type Entry, type EntryLimits } from './master-file.ts';
import { absoluteName, plainText } from './names.ts';
import { afterDirective, directiveOf, recordOf, secondsOf, zoneContext, type ZoneRecord } from './record.ts';

/**
 * The records of a zone in one spelling each, so that two copies can be compared by what they say: order, blanks,
 * comments, the case of names, names with and without the origin, `$ORIGIN`, `$TTL`, forms of times and of addresses,
 * quotes and escapes make no difference.
 */
export interface CanonicalZone {
  /** Each once, sorted. */
  readonly records: readonly string[];
  /** False: there are directives (`$INCLUDE`, `$GENERATE`) that stand for records which are not seen here. */
  readonly whole: boolean;
}

/**
 * Most that is read of one zone: text in UTF-16 units, records, words of a record, letters of a word. Beyond it nothing
 * is said of its records.
 */
const most = { text: 1_000_000, records: 20_000, words: 2000, letters: 70_000 } as const;
/** One more than may be, so that too many are seen. */
const wholeEntries: EntryLimits = { words: most.words + 1, letters: most.letters + 1 };

/** Made by the nameserver that signs the zone, and other ones on each: they say nothing of what was written. */
const madeBySigning: ReadonlySet<string> = new Set(['RRSIG', 'NSEC', 'NSEC3', 'NSEC3PARAM']);

/** What stands behind a type, one word each; the last goes for all further words. */
type Field =
  | 'name'
  | 'number'
  | 'time'
  | 'ipv6'
  | 'word'
  | 'text'
  /** All further words together: white space within them means nothing. */
  | 'hex'
  | 'base64'
  /** All further words, in any order. */
  | 'parameters';

const layouts: Readonly<Record<string, readonly Field[]>> = {
  AAAA: ['ipv6'],
  NS: ['name'],
  CNAME: ['name'],
  DNAME: ['name'],
  PTR: ['name'],
  SOA: ['name', 'name', 'number', 'time'],
  MX: ['number', 'name'],
  KX: ['number', 'name'],
  AFSDB: ['number', 'name'],
  RT: ['number', 'name'],
  RP: ['name'],
  MINFO: ['name'],
  SRV: ['number', 'number', 'number', 'name'],
  NAPTR: ['number', 'number', 'text', 'text', 'text', 'name'],
  TXT: ['text'],
  SPF: ['text'],
  HINFO: ['text'],
  CAA: ['number', 'word', 'text'],
  DS: ['number', 'number', 'number', 'hex'],
  CDS: ['number', 'number', 'number', 'hex'],
  TLSA: ['number', 'number', 'number', 'hex'],
  SMIMEA: ['number', 'number', 'number', 'hex'],
  SSHFP: ['number', 'number', 'hex'],
  DNSKEY: ['number', 'number', 'number', 'base64'],
  CDNSKEY: ['number', 'number', 'number', 'base64'],
  OPENPGPKEY: ['base64'],
  SVCB: ['number', 'name', 'parameters'],
  HTTPS: ['number', 'name', 'parameters'],
};

/**
 * Reads the records step by step, so that other work can be done between two of them.
 * @param text hostile: it comes from a server
 * @param zone the zone's name, the first origin
 * @returns null for a text that is too long to be read, or too long in one of its parts
 */
export function* canonicalSteps(text: string, zone: string): Generator<void, CanonicalZone | null> {
  if (text.length > most.text) return null;
  let context = zoneContext(zone);
  let whole = true;
  const records = new Set<string>();
  let entries = 0;
  for (const entry of entriesOf(text, wholeEntries)) {
    entries += 1;
    if (entries > most.records || isTooLong(entry)) return null;
    const directive = directiveOf(entry);
    if (directive) {
      context = afterDirective(context, entry);
      const isSeen = directive.name === '$ORIGIN' || directive.name === '$TTL';
      whole &&= isSeen;
      if (!isSeen) records.add(JSON.stringify([...entry.words, context.origin]));
    } else {
      const read = recordOf(context, entry);
      ({ context } = read);
      if (!madeBySigning.has(read.record.type)) records.add(lineOf(read.record, context.origin));
    }
    yield;
  }
  return { records: [...records].toSorted(), whole };
}

function isTooLong({ words }: Entry): boolean {
  return words.length > most.words || words.some((word) => word.length > most.letters);
}

function lineOf({ owner, ttl, recordClass, type, data }: ZoneRecord, origin: string): string {
  return [owner, ttl ?? '-', recordClass, type, ...dataOf(type, data, origin)].join(' ');
}

function dataOf(type: string, words: readonly string[], origin: string): readonly string[] {
  const layout = layouts[type] ?? ['text'];
  const found: string[] = [];
  for (const [at, word] of words.entries()) {
    const field = layout[Math.min(at, layout.length - 1)] ?? 'text';
    if (field === 'hex' || field === 'base64') {
      const joined = words.slice(at).join('');
      return [...found, field === 'hex' ? joined.toLowerCase() : joined];
    }
    if (field === 'parameters') return [...found, ...words.slice(at).map(quoted).toSorted()];
    if (field === 'text') found.push(...piecesOf(plainText(word)));
    else found.push(spelled(field, word, origin));
  }
  return found;
}

function spelled(field: 'name' | 'number' | 'time' | 'ipv6' | 'word', word: string, origin: string): string {
  switch (field) {
    case 'name':
      return `${absoluteName(word, origin)}.`;
    case 'number':
      return word.toLowerCase().replace(/^0+(?=\d)/, '');
    case 'time':
      return String(secondsOf(word) ?? word);
    case 'ipv6':
      return canonicalAddress(word) ?? word.toLowerCase();
    case 'word':
      return plainText(word).toLowerCase();
  }
}

/** Longest character string of a record (RFC 1035, section 3.3); WHM and nameservers cut what is longer. */
const longestPiece = 255;

function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at === 0 || at < text.length; at += longestPiece) {
    pieces.push(JSON.stringify(text.slice(at, at + longestPiece)));
  }
  return pieces;
}

function quoted(word: string): string {
  return JSON.stringify(plainText(word));
}
