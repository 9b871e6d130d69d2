/** Records of a zone, read and edited by line (`whm-protocol 2.7`). */
import { randomText } from '#simulator/random.ts';
import { nextSerial } from '#simulator/zone/serial.ts';
import { editZone, readZone, type RecordFields } from '#simulator/zone/records.ts';
import { withSerial } from '#simulator/zone/zone-file.ts';
import { ApiException, ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';
import { zoneOf } from './zone-access.ts';

const TYPES: ReadonlySet<string> = new Set([
  'A',
  'AAAA',
  'AFSDB',
  'CAA',
  'CNAME',
  'DNAME',
  'DS',
  'HINFO',
  'LOC',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'RP',
  'SRV',
  'TLSA',
  'TXT',
]);

export const recordFunctions: readonly ApiFunction[] = [
  { name: 'parse_dns_zone', acls: ['manage-dns-records'], dnsonly: true, run: parseZone },
  { name: 'mass_edit_dns_zone', acls: ['manage-dns-records'], dnsonly: true, run: editRecords },
];

function parseZone(call: ApiCall): ApiOutcome {
  const zone = zoneOf(call, call.arguments.required('zone'));
  const payload = readZone(zone.text).map((line) =>
    line.kind === 'record'
      ? {
          line_index: line.line,
          type: 'record',
          dname_b64: base64(line.name),
          ttl: line.ttl,
          record_type: line.type,
          data_b64: line.data.map(base64),
        }
      : { line_index: line.line, type: line.kind, text_b64: base64(line.text) },
  );
  return { data: { payload }, list: 'payload' };
}

/** One bad row fails the batch: which one is said, or only that the request failed (`whm-protocol 13.3`). */
async function editRecords(call: ApiCall): Promise<ApiOutcome> {
  try {
    return await editAll(call);
  } catch (error) {
    const isAboutRows =
      error instanceof ApiException || (error instanceof ApiFailure && error.data?.['type'] !== 'Stale');
    if (call.server.variants.massEdit === 'itemised' || !isAboutRows) throw error;
    const id = randomText(() => call.fleet.random(), 'abcdefghjkmnpqrstuvwxyz23456789', 6);
    throw new ApiFailure(
      `The request failed. (Error ID: ${id}) Ask your hosting provider to research this error in cPanel & WHM’s main error log.`,
    );
  }
}

/** All or nothing; the zone is pushed to the members before the answer. */
async function editAll(call: ApiCall): Promise<ApiOutcome> {
  const { server, fleet, arguments: given } = call;
  const zone = zoneOf(call, given.required('zone'));
  const serial = given.required('serial');
  if (Number(serial) !== zone.serial) {
    throw new ApiFailure(
      `The given serial number (${serial}) does not match the DNS zone’s serial number (${String(zone.serial)}). Refresh your view of the DNS zone, then resubmit.`,
      { type: 'Stale' },
    );
  }
  const generic = server.variants.massEdit === 'generic';
  const added = given.all('add').map((text) => recordOf(objectOf(text), generic));
  const edited = new Map(
    given.all('edit').map((text) => {
      const fields = objectOf(text);
      return [Number(fields['line_index']), recordOf(fields, generic)];
    }),
  );
  const result = editZone(zone.text, given.all('remove').map(Number), edited, added);
  if ('bad' in result)
    throw new ApiFailure(`Line ${String(result.bad)} is no record.`, { type: 'InvalidZoneFile', by_line: {} });
  const newSerial = nextSerial(zone.serial, fleet.now());
  let text: string;
  try {
    text = withSerial(result.text, newSerial);
  } catch {
    throw new ApiFailure('The zone would have no SOA record.', { type: 'InvalidZoneFile', by_line: {} });
  }
  await fleet.cluster.changeZone(server, zone.name, text);
  return { data: { new_serial: newSerial } };
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below, as for every other value that is no object.
  }
  throw new ApiException('Invalid API data format.');
}

function recordOf(fields: Readonly<Record<string, unknown>>, generic: boolean): RecordFields {
  const type = String(fields['record_type']).toUpperCase();
  const { dname, data } = fields;
  const ttl = Number(fields['ttl'] ?? 14_400);
  if (!TYPES.has(type)) throw new ApiException(`“${type}” is not a record type that can be added.`);
  // On live servers the short form of the zone's own name is refused (`whm-protocol 13.3`).
  if (dname === '@' && generic) throw new ApiException('“@” is not a valid name.');
  const isText = (value: unknown): value is string => typeof value === 'string' && !/[\n\r]/.test(value);
  if (!isText(dname) || !Array.isArray(data) || data.length === 0 || !data.every(isText) || !Number.isInteger(ttl)) {
    throw new ApiException('Invalid API data format.');
  }
  return { dname, ttl, record_type: type, data };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
