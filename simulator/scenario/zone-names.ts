import type { ServerState } from '#simulator/model.ts';
import { writeZoneFile } from '#simulator/zone/zone-file.ts';
import type { FleetDraft } from './server-state.ts';

const FIRST = [
  'alder',
  'amber',
  'birch',
  'cobalt',
  'coral',
  'delta',
  'fjord',
  'granite',
  'harbour',
  'juniper',
  'lagoon',
  'maple',
  'meadow',
  'north',
  'orchard',
  'quartz',
  'raven',
  'river',
  'saffron',
  'willow',
];
const SECOND = [
  'bakery',
  'books',
  'cycles',
  'dental',
  'design',
  'events',
  'farm',
  'florist',
  'gallery',
  'garage',
  'hotel',
  'kitchen',
  'law',
  'media',
  'music',
  'optics',
  'photo',
  'shop',
  'studio',
  'travel',
];

/**
 * Fills a web server with hosted domains.
 * @param count how many zones
 * @param nameservers host names for the NS records
 */
export function addZones(draft: FleetDraft, server: ServerState, count: number, nameservers: readonly string[]): void {
  while (server.zones.size < count) {
    const first = FIRST[Math.floor(draft.random() * FIRST.length)] ?? '';
    const second = SECOND[Math.floor(draft.random() * SECOND.length)] ?? '';
    // The server's id in the name: one domain is hosted by one server, unless a scenario wants it otherwise.
    addZone(draft, server, `${first}-${second}-${server.id}.example`, nameservers);
  }
}

/** Adds one zone of that name, its serial some day of the past year. */
export function addZone(draft: FleetDraft, server: ServerState, name: string, nameservers: readonly string[]): void {
  const day = new Date(draft.options.now - Math.floor(draft.random() * 365) * 86_400_000);
  const serial = Number(`${day.toISOString().slice(0, 10).replaceAll('-', '')}00`) + Math.floor(draft.random() * 20);
  server.zones.set(name, {
    name,
    serial,
    text: writeZoneFile({
      name,
      serial,
      nameservers,
      address: server.publicAddress ?? server.address,
      hostname: server.hostname,
      version: server.version,
    }),
  });
}
