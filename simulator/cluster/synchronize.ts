/**
 * The synchronization of zones that WHM's page and the command `dnscluster` start (`whm-protocol 3.2`, `3.8`): the
 * newest serial wins.
 */
import type { MemberEntry, PeerCommand, ServerState } from '#simulator/model.ts';
import type { FleetContext, Synchronization, Synchronized } from '#simulator/seams.ts';
import { compareSerials } from '#simulator/zone/serial.ts';
import { isWrittenBy } from '#simulator/zone/header.ts';
import { serialOf, zoneOfField } from '#simulator/zone/zone-file.ts';
import { isZoneName } from './apply.ts';
import { listedMembers } from './members.ts';
import { askPeer } from './request.ts';
import { recordResult } from './results.ts';
import { makeUniqid } from './uniqid.ts';

/** Zones in one request (`whm-protocol 3.8`). */
const BATCH = 512;

/** A named zone that neither this server nor any member has. */
export class UnknownZone extends Error {
  override readonly name = 'UnknownZone';
}

/**
 * Fetches what members have newer, then, with the scope `all`, sends the zones to the members that are written to.
 * Members of role sync are asked for zones that are not here yet too; standalone ones only for newer data of zones that
 * are (`whm-protocol 8`); write-only ones are never asked. Disabled members are left out.
 * @param push sends a command to the writing members, each in the way of its role
 * @throws UnknownZone
 */
export async function synchronize(
  server: ServerState,
  what: Synchronization,
  push: (command: PeerCommand) => Promise<void>,
  fleet: FleetContext,
): Promise<Synchronized> {
  const dead: string[] = [];
  const taken: string[] = [];
  const asked = server.cluster.enabled
    ? listedMembers(server, what.user).filter(
        (entry) => entry.module === 'cPanel' && !entry.down && entry.role !== 'write-only',
      )
    : [];
  const names = new Set(what.zones ?? ownZones(server, what.full));
  await Promise.all(
    asked.map(async (entry) => {
      const everything = what.zones === null && what.full && entry.role === 'sync';
      const listed = everything ? await zonesOf(server, entry, fleet) : [];
      if (listed === null) {
        dead.push(entry.host);
        return;
      }
      // A standalone member's zones do not come here unless they are here already.
      const mayBeNew = entry.role === 'sync';
      const wanted = [...new Set([...names, ...listed])].filter((name) => mayBeNew || server.zones.has(name));
      const fetched = await fetchNewer(server, entry, wanted, fleet);
      if (fetched === null) dead.push(entry.host);
      else taken.push(...fetched);
    }),
  );
  for (const name of taken) names.add(name);
  const zones = [...names].flatMap((name) => server.zones.get(name) ?? []);
  if (what.zones !== null && zones.length === 0) {
    throw new UnknownZone(`Domain “${what.zones.join(', ')}” could not be found.`);
  }
  if (what.scope === 'all') {
    for (let at = 0; at < zones.length; at += BATCH) {
      const batch = zones.slice(at, at + BATCH).map(({ name, text }) => ({ name, text }));
      await push({ action: 'synczones', zones: batch, uniqid: makeUniqid(fleet), hostsSeen: [] });
    }
  }
  return { zones: zones.map((zone) => zone.name), taken: [...new Set(taken)], dead };
}

/** Without `full` the zones of this server's own accounts (`/etc/userdomains`): nameservers hold copies of others'. */
function ownZones(server: ServerState, full: boolean): readonly string[] {
  const all = [...server.zones.values()];
  const hosted = full ? all : all.filter((zone) => isWrittenBy(zone.text, server.hostname));
  return hosted.map((zone) => zone.name);
}

async function zonesOf(
  server: ServerState,
  entry: MemberEntry,
  fleet: FleetContext,
): Promise<readonly string[] | null> {
  const answer = await askPeer(
    server,
    entry,
    {
      method: 'GET',
      action: 'getzonelist_local',
      params: new URLSearchParams({ dnsuniqid: makeUniqid(fleet) }),
      intent: 'get the zone list',
    },
    fleet,
  );
  recordResult(server, entry, answer.ok, fleet);
  if (!answer.ok) return null;
  const names = answer.body.split('\n').map((name) => name.replace(/\.db$/, ''));
  return names.filter((name) => isZoneName(name));
}

/** Stores what the member has newer; gives those zones' names, null when it could not be asked. */
async function fetchNewer(
  server: ServerState,
  entry: MemberEntry,
  names: readonly string[],
  fleet: FleetContext,
): Promise<readonly string[] | null> {
  const taken: string[] = [];
  for (let at = 0; at < names.length; at += BATCH) {
    const zones = names.slice(at, at + BATCH).join(',');
    const params = new URLSearchParams({ zones, dnsuniqid: makeUniqid(fleet) });
    const request = { method: 'POST', action: 'getzones_local', params, intent: `get the zones: ${zones}` } as const;
    const answer = await askPeer(server, entry, request, fleet);
    recordResult(server, entry, answer.ok, fleet);
    if (!answer.ok) return null;
    for (const [field, text] of new URLSearchParams(answer.body.trim())) {
      const name = zoneOfField(field);
      if (name !== null && takeIfNewer(server, name, text, fleet)) taken.push(name);
    }
  }
  return taken;
}

function takeIfNewer(server: ServerState, name: string, text: string, fleet: FleetContext): boolean {
  const serial = serialOf(text);
  const own = server.zones.get(name);
  if (serial === null || !isZoneName(name)) return false;
  if (own !== undefined && (compareSerials(serial, own.serial) ?? 0) <= 0) return false;
  server.zones.set(name, { name, serial, text });
  fleet.emit({ kind: 'zone-changed', at: fleet.now(), server: server.id, zone: name, serial });
  return true;
}
