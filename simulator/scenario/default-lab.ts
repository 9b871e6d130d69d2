import type { MemberEntry } from '#simulator/model.ts';
import { addLink, copyZones, rememberPolls } from './link.ts';
import { addServer, VERSIONS, type FleetDraft } from './server-state.ts';
import { addZone, addZones } from './zone-names.ts';

/** Servers that run without being in the inventory. */
export const UNKNOWN_TO_THE_APP: ReadonlySet<string> = new Set(['ns6']);

/**
 * The lab: 14 servers in two clusters, and a fifteenth that nobody told the app of. Every trouble stands on a link or
 * server of its own:
 * - example.net: the pair web3/web4 writes one zone to ns1 by write-only, web3's token on ns3 ran out, ns2 is linked to
 *   ns1, hub1 stands between web5 and the nameservers, ns3 runs BIND among PowerDNS and does not monitor it; the app's
 *   token for ns3 can only cluster.
 * - example.org: web7 has no entry back on ns4 (one-way trust), ns5 is down and so disabled on web6, web8's token on
 *   ns4 lacks the ACL, web8 has a SoftLayer member and one that is not in the inventory; web7 refuses CommandStream and
 *   tokens on pages. Servers with a link that fails on and on keep their members online (threshold 0): else that link
 *   would soon be disabled and hide its cause.
 */
export function fillDefaultLab(draft: FleetDraft): void {
  fillNet(draft);
  fillOrg(draft);
  rememberPolls(draft);
}

function fillNet(draft: FleetDraft): void {
  const web = (id: string, spec: Partial<Parameters<typeof addServer>[1]>) =>
    addServer(draft, { id, hostname: `${id}.example.net`, product: 'cpanel', verboseSync: true, ...spec });
  const web1 = web('web1', { version: VERSIONS[126] });
  const web2 = web('web2', { version: VERSIONS[134], tokenPages: 'refused' });
  const web3 = web('web3', { version: VERSIONS[118], threshold: 0, nameserver: 'bind' });
  const web4 = web('web4', { version: VERSIONS[110], tokenPages: 'refused' });
  const web5 = web('web5', { version: VERSIONS[138], utcOffsetMinutes: -300 });
  const hub1 = web('hub1', { version: VERSIONS[134] });
  const nameserver = (id: string, spec: Partial<Parameters<typeof addServer>[1]>) =>
    addServer(draft, { id, hostname: `${id}.example.net`, product: 'dnsonly', ...spec });
  const ns1 = nameserver('ns1', { version: VERSIONS[126], verboseSync: true });
  const ns2 = nameserver('ns2', { version: VERSIONS[134] });
  const ns3 = nameserver('ns3', {
    version: VERSIONS[118],
    nameserver: 'bind',
    namedMonitored: false,
    tokenPages: 'refused',
    knownTokenAcls: ['clustering'],
  });

  const names = [ns1.hostname, ns2.hostname];
  for (const server of [web1, web2, web3, web4, web5]) {
    addZones(draft, server, 10 + Math.floor(draft.random() * 31), names);
  }
  // Both own it and both push without looking: whoever wrote last is what ns1 serves (`whm-protocol 8`).
  addZone(draft, web3, 'moved-customer.example', names);
  addZone(draft, web4, 'moved-customer.example', names);

  addLink(draft, web1, ns1, { role: 'sync', debug: true });
  addLink(draft, web1, ns2, { role: 'sync' });
  addLink(draft, web2, ns1, { role: 'sync' });
  addLink(draft, web2, ns2, { role: 'sync', debug: true });
  addLink(draft, web2, ns3, { role: 'sync' });
  addLink(draft, web3, ns1, { role: 'write-only' });
  addLink(draft, web3, ns2, { role: 'write-only' });
  addLink(draft, web3, ns3, { role: 'sync', tokenExpired: true });
  addLink(draft, web4, ns1, { role: 'write-only', debug: true });
  addLink(draft, web4, ns2, { role: 'standalone' });
  addLink(draft, web5, hub1, { role: 'sync', debug: true });
  addLink(draft, hub1, web5, { role: 'standalone' });
  addLink(draft, hub1, ns1, { role: 'sync', debug: true });
  addLink(draft, hub1, ns3, { role: 'write-only' });
  addLink(draft, ns2, ns1, { role: 'sync' });

  for (const [from, to] of [
    [web1, ns1],
    [web1, ns2],
    [web2, ns1],
    [web2, ns2],
    [web2, ns3],
    [web3, ns1],
    [web3, ns2],
    [web4, ns1],
    [web5, hub1],
    [web5, ns1],
    [web5, ns3],
  ] as const)
    copyZones(from, to);
  // Nobody filled web4's list of trusted addresses (`whm-protocol 8`, the last rules).
  web4.trustedAddresses.dnsmaster.length = 0;
}

function fillOrg(draft: FleetDraft): void {
  const web6 = addServer(draft, {
    id: 'web6',
    hostname: 'shared-hosting-platform-customers-a-to-m.frankfurt.datacentre-2.eu-central.example.org',
    product: 'cpanel',
    version: VERSIONS[138],
    verboseSync: true,
    utcOffsetMinutes: 60,
  });
  const web7 = addServer(draft, {
    id: 'web7',
    hostname: 'web7.example.org',
    product: 'cpanel',
    version: VERSIONS[126],
    verboseSync: true,
    tokenPages: 'refused',
    commandStream: 'refused',
  });
  const web8 = addServer(draft, {
    id: 'web8',
    hostname: 'web8.example.org',
    product: 'cpanel',
    version: VERSIONS[110],
    threshold: 0,
  });
  const ns4 = addServer(draft, { id: 'ns4', hostname: 'ns4.example.org', product: 'cpanel', version: VERSIONS[134] });
  const ns5 = addServer(draft, {
    id: 'ns5',
    hostname: 'ns5.example.org',
    product: 'dnsonly',
    version: VERSIONS[126],
    down: true,
  });
  const ns6 = addServer(draft, { id: 'ns6', hostname: 'ns6.example.org', product: 'dnsonly', version: VERSIONS[126] });

  const names = [ns4.hostname, ns5.hostname];
  for (const server of [web6, web7, web8]) addZones(draft, server, 10 + Math.floor(draft.random() * 31), names);

  addLink(draft, web6, ns4, { role: 'sync' });
  addLink(draft, web6, ns5, { role: 'sync', disabled: true });
  addLink(draft, ns4, web6, { role: 'standalone' });
  addLink(draft, web7, ns4, { role: 'sync', debug: true });
  addLink(draft, web8, ns4, { role: 'sync', tokenAcls: ['basic-system-info'] });
  addLink(draft, ns4, web8, { role: 'standalone' });
  addLink(draft, web8, ns6, { role: 'write-only', debug: true });
  web8.cluster.members.set('softlayer', softLayer());

  for (const [from, to] of [
    [web6, ns4],
    [web6, ns5],
    [web7, ns4],
    [web8, ns6],
  ] as const)
    copyZones(from, to);
}

/** The member file `softlayer` (`whm-protocol 3.6`); `token` holds its API key. */
function softLayer(): MemberEntry {
  return {
    address: 'softlayer',
    user: 'SL482910',
    host: 'softlayer',
    token: '5f0c9d2b7a1e4c3890d6b2a7f4e8c1035f0c9d2b7a1e4c3890d6b2a7f4e8c103',
    module: 'SoftLayer',
    debug: false,
    role: 'write-only',
    results: '1111',
    down: false,
    state: null,
  };
}
