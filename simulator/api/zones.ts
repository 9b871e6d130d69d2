/** Zones by the API (`whm-protocol 2.7`). */
import { isIPv4 } from 'node:net';
import { isZoneName } from '#simulator/cluster/apply.ts';
import { readZone } from '#simulator/zone/records.ts';
import { nextSerial } from '#simulator/zone/serial.ts';
import { writeZoneFile } from '#simulator/zone/zone-file.ts';
import { ApiException, ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';
import { nameserversOf } from './network.ts';
import { mayAccess, zoneOf } from './zone-access.ts';

export const zoneFunctions: readonly ApiFunction[] = [
  { name: 'listzones', acls: ['manage-dns-records'], dnsonly: true, version0: true, run: listZones },
  { name: 'export_zone_files', acls: ['manage-dns-records'], dnsonly: true, run: exportZones },
  { name: 'has_local_authority', acls: ['manage-dns-records'], dnsonly: false, run: localAuthority },
  { name: 'dumpzone', acls: ['manage-dns-records'], dnsonly: false, run: dumpZone },
  { name: 'adddns', acls: ['create-dns'], dnsonly: false, run: addZone },
  { name: 'killdns', acls: ['kill-dns'], dnsonly: false, run: killZone },
  { name: 'resetzone', acls: ['manage-dns-records'], dnsonly: false, run: resetZone },
];

function listZones(call: ApiCall): ApiOutcome {
  const names = [...call.server.zones.keys()].filter((name) => mayAccess(call, name)).toSorted();
  const zone = names.map((domain) => ({ domain, zonefile: `${domain}.db` }));
  return zone.length === 0 ? {} : { data: { zone }, list: 'zone' };
}

function exportZones(call: ApiCall): ApiOutcome {
  const names = call.arguments.all('zone');
  if (names.length === 0) throw new ApiException('Provide at least one “zone” argument.');
  const payload = names.map((name) => ({
    zone: name,
    text_b64: Buffer.from(zoneOf(call, name).text).toString('base64'),
  }));
  return { data: { payload }, list: 'payload' };
}

/** Answers from the server's own zones: the live queries of the real one have nobody to ask here. */
function localAuthority({ server, arguments: given }: ApiCall): ApiOutcome {
  const names = given.all('domain');
  if (names.length === 0) throw new ApiException('Provide at least one “domain” argument.');
  const records = names.map((domain) => {
    const parts = domain.split('.');
    const zone = parts.map((_, at) => parts.slice(at).join('.')).find((name) => server.zones.has(name)) ?? null;
    const text = zone === null ? '' : (server.zones.get(zone)?.text ?? '');
    return { domain, local_authority: zone === null ? 0 : 1, zone, nameservers: nameserversOf(text) };
  });
  return { data: { records }, list: 'records' };
}

/** Deprecated; one record per line of the file, `Line` counted from 1. */
function dumpZone(call: ApiCall): ApiOutcome {
  const name = call.arguments.optional('domain') ?? call.arguments.optional('zone') ?? '';
  if (name === '') throw new ApiFailure('You must specify a zone to dump.');
  const zone = call.server.zones.get(name);
  if (zone === undefined) throw new ApiFailure('Zone does not exist.');
  if (!mayAccess(call, name)) throw new ApiFailure(`Access Denied, you don't seem to own ${name}`);
  const record = readZone(zone.text).map((line) =>
    line.kind === 'record'
      ? {
          Line: line.line + 1,
          name: line.name,
          ttl: line.ttl,
          class: 'IN',
          type: line.type,
          ...fieldsOf(line.type, line.data),
        }
      : { Line: line.line + 1, type: line.kind === 'control' ? '$TTL' : ':RAW', raw: line.text },
  );
  return { data: { zone: [{ record }] } };
}

function fieldsOf(type: string, data: readonly string[]): Readonly<Record<string, string | undefined>> {
  const [first, second, serial, refresh, retry, expire, minimum] = data;
  switch (type) {
    case 'SOA':
      return { mname: first, rname: second, serial, refresh, retry, expire, minimum };
    case 'MX':
      return { preference: first, exchange: second };
    case 'NS':
      return { nsdname: first };
    case 'CNAME':
      return { cname: first };
    case 'TXT':
      return { txtdata: data.join('') };
    default:
      return { address: data.join(' ') };
  }
}

/** The push to the members is part of the call. */
async function addZone(call: ApiCall): Promise<ApiOutcome> {
  const { server, fleet, arguments: given } = call;
  const name = given.required('domain').toLowerCase();
  const address = given.required('ip');
  if (!isZoneName(name) || !name.includes('.')) throw new ApiFailure(`“${name}” is not a valid domain.`);
  if (!isIPv4(address)) throw new ApiFailure(`“${address}” is not a valid IP address.`);
  const owner = given.optional('trueowner') ?? call.caller.user;
  if (server.zones.has(name) || (await fleet.cluster.isZoneOnMembers(server, name, owner))) {
    throw new ApiFailure(
      `A DNS entry for “${name}” already exists. You must remove this DNS entry from this server or all servers in the DNS cluster to proceed.`,
    );
  }
  if (owner !== 'root' && server.users.has(owner)) server.zoneOwners.set(name, owner);
  await fleet.cluster.addZone(server, name, template(call, name, address, nextSerial(0, fleet.now())));
  return { output: `Added ${name} ok\n` };
}

async function killZone(call: ApiCall): Promise<ApiOutcome> {
  const name = call.arguments.required('domain');
  zoneOf(call, name);
  await call.fleet.cluster.removeZone(call.server, name);
  call.server.zoneOwners.delete(name);
  call.server.dnssecKeys.delete(name);
  return { output: `${name} => deleted from ${call.server.hostname.split('.')[0] ?? ''}. \n` };
}

async function resetZone(call: ApiCall): Promise<ApiOutcome> {
  const { server, fleet } = call;
  const zone = zoneOf(call, call.arguments.optional('domain') ?? call.arguments.required('zone'));
  const address = server.publicAddress ?? server.address;
  const serial = nextSerial(zone.serial, fleet.now());
  await fleet.cluster.changeZone(server, zone.name, template(call, zone.name, address, serial));
  return {};
}

function template({ server }: ApiCall, name: string, address: string, serial: number): string {
  const [other] = server.zones.values();
  const { hostname, version } = server;
  return writeZoneFile({ name, serial, nameservers: nameserversOf(other?.text ?? ''), address, hostname, version });
}
