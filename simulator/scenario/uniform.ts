import type { ServerState } from '#simulator/model.ts';
import { addLink, copyZones, rememberPolls } from './link.ts';
import { addServer, VERSIONS, type FleetDraft } from './server-state.ts';
import { addZones } from './zone-names.ts';

/** Servers of one group: some web servers and the nameservers that all of them write to. */
const GROUP = 16;
const RELEASES = Object.values(VERSIONS);

/** Share of links with some trouble. */
const TROUBLE = 0.04;

/**
 * A large fleet of one make: groups of web servers, each linked to the two or three nameservers of its group; healthy
 * but for a sprinkle of trouble by the seed. Every third group has a cPanel & WHM nameserver with the entries back that
 * it needs.
 * @param count 2 to 1,000 servers
 */
export function fillUniform(draft: FleetDraft, count: number): void {
  for (let group = 0; draft.servers.length < count; group += 1) {
    // A group of one would be a server without a cluster: the last one goes to the group before.
    const left = count - draft.servers.length;
    fillGroup(draft, group, left <= GROUP + 1 ? left : GROUP);
  }
  rememberPolls(draft);
}

function fillGroup(draft: FleetDraft, group: number, size: number): void {
  const nameserverCount = Math.max(1, Math.min(3, Math.floor(size / 4)));
  const domain = group % 2 === 0 ? 'example.net' : 'example.org';
  const release = (): string => RELEASES[Math.floor(draft.random() * RELEASES.length)] ?? VERSIONS[134];
  const nameservers = Array.from({ length: nameserverCount }, (_, at) => {
    const id = `ns${String(group + 1)}-${String(at + 1)}`;
    return addServer(draft, {
      id,
      hostname: `${id}.${domain}`,
      product: group % 3 === 2 && at === 0 ? 'cpanel' : 'dnsonly',
      version: release(),
      nameserver: draft.random() < TROUBLE ? 'bind' : 'powerdns',
    });
  });
  for (let at = 0; at < size - nameserverCount; at += 1) {
    const id = `web${String(group + 1)}-${String(at + 1)}`;
    const web = addServer(draft, {
      id,
      hostname: `${id}.${domain}`,
      product: 'cpanel',
      version: release(),
      tokenPages: draft.random() < 0.5 ? 'accepted' : 'refused',
      verboseSync: draft.random() < 0.25,
    });
    const names = nameservers.map((nameserver) => nameserver.hostname);
    addZones(draft, web, 10 + Math.floor(draft.random() * 31), names);
    for (const nameserver of nameservers) linkWithLuck(draft, web, nameserver);
  }
}

function linkWithLuck(draft: FleetDraft, web: ServerState, nameserver: ServerState): void {
  const luck = draft.random() / TROUBLE;
  const expired = luck < 0.25;
  const disabled = luck >= 0.25 && luck < 0.5;
  addLink(draft, web, nameserver, {
    role: luck >= 0.75 && luck < 1 ? 'write-only' : 'sync',
    tokenExpired: expired,
    disabled,
  });
  if (!expired && !disabled) copyZones(web, nameserver);
  const oneWay = luck >= 0.5 && luck < 0.75;
  if (nameserver.product === 'cpanel' && !oneWay) addLink(draft, nameserver, web, { role: 'standalone' });
}
