/** Sends a change to one member, in the way of its role (`whm-protocol 4`, `8`). */
import type { MemberEntry, PeerCommand, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { compareSerials } from '#simulator/zone/serial.ts';
import { serialOf, zoneOfField } from '#simulator/zone/zone-file.ts';
import { isZoneName } from './apply.ts';
import { askPeer, type PeerAnswer, type PeerRequest } from './request.ts';

type Step = Omit<PeerRequest, 'params'> & { readonly params: Readonly<Record<string, string>> };

/**
 * Sends a command to a member; the first failed request ends it. To a sync member zones go by `synczones` after a look
 * at what it has: what is newer there is taken instead. To a write-only member they go by `savezone` (a new one by
 * `quickzoneadd`) without looking. Both are told to reload.
 */
export async function sendCommand(
  server: ServerState,
  entry: MemberEntry,
  command: PeerCommand,
  fleet: FleetContext,
): Promise<PeerAnswer> {
  let nested = 0;
  const ask = (step: Step): Promise<PeerAnswer> => {
    const params = new URLSearchParams(step.params);
    nested += 1;
    const isNumbered = server.variants.uniqid === 'numbered' && nested > 1;
    params.set('dnsuniqid', isNumbered ? `${command.uniqid}_${String(nested - 1)}` : command.uniqid);
    params.set('hosts_seen', `,${command.hostsSeen.join(',')},`);
    return askPeer(server, entry, { ...step, params }, fleet);
  };
  const names = command.zones.map((zone) => zone.name).join(',');
  if (command.action === 'removezone') {
    return ask({
      method: 'POST',
      action: 'removezones_local',
      params: { zones: names },
      intent: `remove the zone(s): ${names}`,
    });
  }
  if (command.action !== 'reloadzones') {
    const last = entry.role === 'sync' ? await synchronize(server, command, fleet, ask) : await write(command, ask);
    if (!last.ok) return last;
  }
  return ask({
    method: 'POST',
    action: 'reloadzones_local',
    params: { zone: names },
    intent: `reload zones ${names}`,
  });
}

async function write(command: PeerCommand, ask: (step: Step) => Promise<PeerAnswer>): Promise<PeerAnswer> {
  const added = command.action === 'quickzoneadd';
  let last: PeerAnswer = { ok: true, body: '' };
  for (const { name, text } of command.zones) {
    last = await ask({
      method: 'POST',
      action: added ? 'quickzoneadd_local' : 'savezone_local',
      params: { zone: name, zonedata: text },
      intent: added ? `quick add the zone ${name}` : `save the zone ${name}`,
    });
    if (!last.ok) return last;
  }
  return last;
}

async function synchronize(
  server: ServerState,
  command: PeerCommand,
  fleet: FleetContext,
  ask: (step: Step) => Promise<PeerAnswer>,
): Promise<PeerAnswer> {
  const names = command.zones.map((zone) => zone.name).join(',');
  const found = await ask({
    method: 'POST',
    action: 'getzones_local',
    params: { zones: names },
    intent: `get the zones: ${names}`,
  });
  if (!found.ok) return found;
  const newerThere = takeNewer(server, command, found.body, fleet);
  const left = command.zones.filter((zone) => !newerThere.has(zone.name));
  if (left.length === 0) return found;
  return ask({
    method: 'POST',
    action: 'synczones_local',
    params: Object.fromEntries(left.map((zone) => [`cpdnszone-${zone.name}`, zone.text])),
    intent: `sync zones: ${left.map((zone) => zone.name).join(',')}`,
  });
}

/** Stores what the member has newer than this command; gives those zones' names. */
function takeNewer(
  server: ServerState,
  command: PeerCommand,
  answer: string,
  fleet: FleetContext,
): ReadonlySet<string> {
  const sent = new Map(command.zones.map((zone) => [zone.name, serialOf(zone.text)]));
  const taken = new Set<string>();
  for (const [field, text] of new URLSearchParams(answer.trim())) {
    const name = zoneOfField(field) ?? '';
    const mine = sent.get(name) ?? null;
    const theirs = serialOf(text);
    if (mine === null || theirs === null || !isZoneName(name) || (compareSerials(theirs, mine) ?? 0) <= 0) continue;
    taken.add(name);
    const own = server.zones.get(name);
    // While the command was on its way the zone may have become newer here than it is there.
    if (own !== undefined && (compareSerials(theirs, own.serial) ?? 0) <= 0) continue;
    server.zones.set(name, { name, serial: theirs, text });
    fleet.emit({ kind: 'zone-changed', at: fleet.now(), server: server.id, zone: name, serial: theirs });
  }
  return taken;
}
