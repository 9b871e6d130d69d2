/**
 * The writing half of the protocol between peers (`whm-protocol 5`); what is done with a command is the engine's
 * business.
 */
import type { PeerCommand } from '#simulator/model.ts';
import type { RequestHandler, SimulatedRequest } from '#simulator/seams.ts';
import { plain } from './read.ts';

const ZONE_FIELD = 'cpdnszone-';

/** Stores one zone without looking at what is there: what write-only means. */
export const saveZone = writer('savezone', (request) => namedZone(request));

/** Adds one zone. */
export const quickZoneAdd = writer('quickzoneadd', (request) => namedZone(request));

/** Stores the zones of the body whose serial is newer: what sync means. */
export const syncZones = writer('synczones', (request) =>
  [...request.params]
    .filter(([field]) => field.startsWith(ZONE_FIELD))
    .map(([field, text]) => ({ name: field.slice(ZONE_FIELD.length), text })),
);

/** Reads zones again. */
export const reloadZones = writer('reloadzones', (request) => namedZones(request, 'zone'));

/** Removes one zone. */
export const removeZone = writer('removezone', (request) => namedZones(request, 'zone'));

/** Removes several zones. */
export const removeZones = writer('removezone', (request) => namedZones(request, 'zones'));

function writer(
  action: PeerCommand['action'],
  zonesOf: (request: SimulatedRequest) => readonly { readonly name: string; readonly text: string }[],
): RequestHandler {
  return (request, server, fleet) =>
    plain(
      fleet.cluster.receive(
        server,
        {
          action,
          zones: zonesOf(request),
          uniqid: request.params.get('dnsuniqid') ?? '',
          hostsSeen: (request.params.get('hosts_seen') ?? '').split(',').filter((host) => host !== ''),
        },
        request.caller.user,
      ),
    );
}

function namedZone(request: SimulatedRequest): readonly { readonly name: string; readonly text: string }[] {
  return [{ name: request.params.get('zone') ?? '', text: request.params.get('zonedata') ?? '' }];
}

function namedZones(
  request: SimulatedRequest,
  field: string,
): readonly { readonly name: string; readonly text: string }[] {
  const names = (request.params.get(field) ?? '').split(/[,|]/).filter((name) => name !== '');
  return names.map((name) => ({ name, text: '' }));
}
