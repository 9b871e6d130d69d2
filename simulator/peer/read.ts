/** The reading half of the protocol between peers (`whm-protocol 5`): plain text, whoever may cluster may read. */
import { gzipSync } from 'node:zlib';
import { writingMembers } from '#simulator/cluster/members.ts';
import type { ServerState, Zone } from '#simulator/model.ts';
import type { RequestHandler, SimulatedRequest, SimulatedResponse } from '#simulator/seams.ts';
import { writeKey } from '#simulator/zone/dnssec.ts';

/** An answer in plain text. */
export function plain(body: string): SimulatedResponse {
  return { status: 200, contentType: 'text/plain; charset="utf-8"', body };
}

/** One line `OWN-HOSTNAME PEER` for every member that is written to; nothing when clustering is off. */
export const getPath: RequestHandler = (_request, server) => {
  const { pathColumns } = server.variants;
  if (pathColumns === 0) return plain('\n');
  const before = pathColumns === 2 ? `${server.hostname} ` : '';
  const members = writingMembers(server).map((entry) => (entry.host === '' ? entry.address : entry.host));
  return plain(members.map((member) => `${before}${member}\n`).join(''));
};

/** Names of all zones, one a line. */
export const getZoneList: RequestHandler = (_request, server) => {
  const { zoneListSuffix, zoneListEnds } = server.variants;
  const text = [...server.zones.keys()].map((name) => `${name}${zoneListSuffix}\n`).join('');
  return plain(zoneListEnds ? text : text.replace(/\n$/, ''));
};

/** The raw text of one zone; nothing when there is none of that name. */
export const getZone: RequestHandler = (request, server) =>
  plain(server.zones.get(request.params.get('zone') ?? '')?.text ?? '');

/** `1` or `0`. */
export const zoneExists: RequestHandler = (request, server) =>
  plain(server.zones.has(request.params.get('zone') ?? '') ? '1' : '0');

/** The zones that were asked for as `cpdnszone-NAME=TEXT&…`; those that are not there are left out. */
export const getZones: RequestHandler = (request, server) => {
  // Commas in the implementation, pipes in the older documentation.
  const names = (request.params.get('zones') ?? '').split(/[,|]/).filter((name) => name !== '');
  return encoded(
    request,
    names.flatMap((name) => server.zones.get(name) ?? []),
    server,
  );
};

/** All zones in the form of {@link getZones}. */
export const getAllZones: RequestHandler = (request, server) => encoded(request, [...server.zones.values()], server);

/** Under NAT the public address first, then `address:netmask:broadcast` of the main interface. */
export const getAddresses: RequestHandler = (_request, server) => {
  const { addressLines } = server.variants;
  if (addressLines !== null) {
    const here = server.listensAt ?? server.address;
    return plain(addressLines.map((line) => `${line.replaceAll('@', here)}\n`).join(''));
  }
  const broadcast = server.address.replace(/\d+$/, '255');
  const main = `${server.address}:255.255.255.0:${broadcast}\n`;
  return plain(server.publicAddress === null ? main : `${server.publicAddress}\n${main}`);
};

/** Zones need no configuration of their own here, and the real answer has no text. */
export const nothing: RequestHandler = () => plain('');

/** Nothing is ever left over to be cleaned. */
export const cleanUp: RequestHandler = (_request, server) => plain(`Cleaned up DNS on ${server.hostname}.\n`);

/** The nameserver reads everything again, which shows nowhere. */
export const reloadAll: RequestHandler = (_request, server) =>
  plain(server.variants.reloadAnswer === 'words' ? `Bind reloading on ${server.hostname} using rndc\n` : '');

/** The version, as text. */
export const showVersion: RequestHandler = (_request, server) => plain(`${server.version}\n`);

/** The host name, as text. */
export const getHostname: RequestHandler = (_request, server) => plain(`${server.hostname}\n`);

/** With `keys=1` each zone's keys follow it as `cpdnskey<TAG>-<zone>=<key>`. */
function encoded(request: SimulatedRequest, zones: readonly Zone[], server: ServerState): SimulatedResponse {
  const withKeys = request.params.get('keys') === '1';
  const pair = (name: string, text: string): string => `${encodeURIComponent(name)}=${encodeURIComponent(text)}&`;
  const { zoneKeySuffix, zonesTrail } = server.variants;
  const pairs = zones
    .map((zone) => {
      const keys = withKeys ? (server.dnssecKeys.get(zone.name) ?? []) : [];
      const fields = keys.map((key) => pair(`cpdnskey${String(key.tag)}-${zone.name}`, writeKey(key)));
      return pair(`cpdnszone-${zone.name}${zoneKeySuffix}`, zone.text) + fields.join('');
    })
    .join('');
  const body = zonesTrail ? pairs : pairs.replace(/&$/, '');
  if (!accepts(request, 'gzip')) return plain(body);
  return { ...plain(''), body: gzipSync(body), headers: { 'content-encoding': 'gzip' } };
}

function accepts(request: SimulatedRequest, coding: string): boolean {
  const offered = [request.headers['accept-encoding'] ?? ''].flat().join(',').toLowerCase();
  return offered.split(',').some((one) => one.split(';')[0]?.trim() === coding && !/;\s*q=0(\.0*)?\s*$/.test(one));
}
