/** What a server does with the zones that a peer sends it (`whm-protocol 5`). */
import type { PeerCommand, ServerState } from '#simulator/model.ts';
import { compareSerials } from '#simulator/zone/serial.ts';
import { serialOf } from '#simulator/zone/zone-file.ts';

export interface Applied {
  /** The answer, in dnsadmin's words. */
  readonly text: string;
  /** Zones that are other than before; with the serial, null for a removed one. */
  readonly changed: readonly { readonly name: string; readonly serial: number | null }[];
  /** Zones that could not be saved, which only the log tells (`whm-protocol 13.3`). */
  readonly skipped: readonly string[];
}

/**
 * Carries a command out on this server alone. `savezone` and `quickzoneadd` store whatever comes, `synczones` what is
 * newer by RFC 1982; a zone that cannot be read is left as it was.
 */
export function applyCommand(server: ServerState, command: PeerCommand): Applied {
  const { hostname } = server;
  const short = hostname.split('.')[0] ?? hostname;
  const texts: string[] = [];
  const changed: { name: string; serial: number | null }[] = [];
  const skipped: string[] = [];
  for (const zone of command.zones) {
    if (!isZoneName(zone.name)) {
      texts.push(`Unable to ${verbOf(command)} zone: “${zone.name}” on ${hostname}.`);
    } else if (command.action === 'removezone') {
      const removed = server.zones.delete(zone.name);
      texts.push(
        removed ? `${zone.name} => deleted from ${short}. ` : `Unable to remove zone: “${zone.name}” on ${hostname}.`,
      );
      if (removed) changed.push({ name: zone.name, serial: null });
    } else if (command.action === 'reloadzones') {
      if (server.variants.reloadAnswer === 'words') texts.push(reloadText(server, zone.name));
    } else if (zone.text === '') {
      texts.push(`Missing zonedata, cannot save zone on ${hostname}`);
    } else {
      const serial = serialOf(zone.text);
      if (refuses(server, zone.name)) {
        skipped.push(zone.name);
      } else if (serial === null) {
        texts.push(`Unable to save zone ${zone.name}: no SOA record on ${hostname}`);
      } else if (command.action === 'synczones' && !isNewer(server, zone.name, serial)) {
        texts.push(`${zone.name} is up to date on ${hostname}`);
      } else {
        server.zones.set(zone.name, { name: zone.name, serial, text: zone.text });
        texts.push(`Zone ${zone.name} has been successfully ${command.action === 'quickzoneadd' ? 'added' : 'saved'}`);
        changed.push({ name: zone.name, serial });
      }
    }
  }
  return { text: texts.map((text) => `${text}\n`).join(''), changed, skipped };
}

/** Zone names become file names on a real server, so nothing else may stand in them. */
export function isZoneName(name: string): boolean {
  return /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(name) && name.length <= 253;
}

function refuses({ variants: { refusesZones } }: ServerState, zone: string): boolean {
  return refusesZones === 'all' || (refusesZones !== 'none' && refusesZones.includes(zone));
}

function isNewer(server: ServerState, name: string, serial: number): boolean {
  const own = server.zones.get(name);
  return own === undefined || (compareSerials(serial, own.serial) ?? 0) > 0;
}

function reloadText(server: ServerState, name: string): string {
  return server.zones.has(name)
    ? `Bind reloading on ${server.hostname} using rndc zone: [${name}]`
    : `Skipping reload of zone: ${name} as it does not exist on ${server.hostname}.`;
}

function verbOf(command: PeerCommand): string {
  if (command.action === 'removezone') return 'remove';
  return command.action === 'reloadzones' ? 'reload' : 'save';
}
