/** Zone files as cPanel writes them, and the serial in them. */

/**
 * The SOA record: owner, ttl and class may be missing; comments stand behind each number. The serial is the group
 * `serial`.
 */
const SOA =
  /^(?<before>[^\s;]*\s+(?:\d+\w?\s+)?(?:IN\s+)?(?:\d+\w?\s+)?SOA\s+\S+\s+\S+\s*\(?(?:\s|;[^\n]*\n)*)(?<serial>\d{1,10})(?=\s)/im;

const WRITTEN_SERIAL = new RegExp(SOA.source.replace('{1,10}', '+'), SOA.flags);

export interface ZoneFacts {
  /** Without the trailing dot. */
  readonly name: string;
  readonly serial: number;
  /** Host names of the nameservers, the first is the SOA's. */
  readonly nameservers: readonly string[];
  /** Address of the web server. */
  readonly address: string;
  readonly hostname: string;
  /** Version of the server that writes the file. */
  readonly version: string;
}

/**
 * The whole zone file of a hosted domain: SOA, NS, A, MX and what cPanel adds for mail and its own service subdomains.
 */
export function writeZoneFile(facts: ZoneFacts): string {
  const { name, nameservers, address } = facts;
  const first = nameservers[0] ?? facts.hostname;
  return [
    `; cPanel first:${facts.version} (update_time):1763712000 Cpanel::ZoneFile::VERSION:1.3 hostname:${facts.hostname} latest:${facts.version}`,
    `; Zone file for ${name}`,
    '$TTL 14400',
    `${name}.\t86400\tIN\tSOA\t${first}.\thostmaster.${name}.\t(`,
    `\t\t\t\t\t\t${String(facts.serial)} ;Serial Number`,
    '\t\t\t\t\t\t3600 ;refresh',
    '\t\t\t\t\t\t1800 ;retry',
    '\t\t\t\t\t\t1209600 ;expire',
    '\t\t\t\t\t\t86400 )',
    ...nameservers.map((nameserver) => `${name}.\t86400\tIN\tNS\t${nameserver}.`),
    `${name}.\t14400\tIN\tA\t${address}`,
    `${name}.\t14400\tIN\tMX\t0\t${name}.`,
    `mail\t14400\tIN\tCNAME\t${name}.`,
    `www\t14400\tIN\tCNAME\t${name}.`,
    `webmail\t14400\tIN\tA\t${address}`,
    `${name}.\t14400\tIN\tTXT\t"v=spf1 +a +mx +ip4:${address} ~all"`,
    '',
  ].join('\n');
}

/**
 * Reads the serial of a zone file's SOA record.
 * @returns null when there is no SOA record or its serial needs more than 32 bits
 */
export function serialOf(text: string): number | null {
  const found = SOA.exec(text)?.groups?.['serial'];
  const serial = Number(found ?? Number.NaN);
  return serial < 2 ** 32 ? serial : null;
}

/**
 * The number that stands where a zone file has its serial, however long it is; 0 where there is none
 * (`whm-protocol 13 C18`).
 */
export function writtenSerial(text: string): number {
  return Number(WRITTEN_SERIAL.exec(text)?.groups?.['serial'] ?? '0');
}

/**
 * The zone of a field in an answer of `getzones_local`; the suffix of its file may still be there
 * (`whm-protocol 13.3`).
 * @returns null for a field that holds no zone
 */
export function zoneOfField(field: string): string | null {
  const name = /^cpdnszone-(.+?)(?:\.db)?$/.exec(field)?.[1];
  return name ?? null;
}

/** The same zone file with another serial; throws when it has no SOA record. */
export function withSerial(text: string, serial: number): string {
  if (serialOf(text) === null) throw new Error('the zone file has no SOA record');
  return text.replace(SOA, (_match, before: string) => `${before}${String(serial)}`);
}
