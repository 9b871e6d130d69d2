/** Addresses of a server, its NAT, its nameservers and its load (`whm-protocol 2.2`, `whm-api/listips.md`). */
import type { ServerState } from '#simulator/model.ts';
import { readZone } from '#simulator/zone/records.ts';
import { ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';

export const networkFunctions: readonly ApiFunction[] = [
  { name: 'listips', acls: ['all'], dnsonly: true, run: listAddresses },
  { name: 'get_public_ip', acls: ['basic-system-info'], dnsonly: true, run: publicAddress },
  { name: 'nat_checkip', acls: ['all'], dnsonly: true, run: checkNat },
  { name: 'lookupnsip', acls: ['all'], dnsonly: true, run: lookUpNameserver },
  { name: 'lookupnsips', acls: ['all'], dnsonly: true, run: lookUpBoth },
  { name: 'resolvedomainname', acls: ['all'], dnsonly: true, run: resolveDomain },
  { name: 'get_nameserver_config', acls: ['ns-config'], dnsonly: true, run: nameserverConfig },
  { name: 'update_reverse_dns_cache', acls: ['all'], dnsonly: false, run: () => ({}) },
  { name: 'systemloadavg', acls: [], dnsonly: true, run: load },
];

function listAddresses({ server }: ApiCall): ApiOutcome {
  const ip = [
    {
      ip: server.address,
      public_ip: server.publicAddress ?? server.address,
      mainaddr: 1,
      active: 1,
      used: 1,
      if: 'eth0',
      netmask: '255.255.255.0',
      network: server.address.replace(/\d+$/, '0'),
      dedicated: 0,
      removable: 0,
    },
  ];
  return { data: { ip }, list: 'ip' };
}

function publicAddress({ server, arguments: given }: ApiCall): ApiOutcome {
  const ip = given.required('ip');
  return { data: { public_ip: mapped(server, ip) } };
}

function checkNat({ server, arguments: given }: ApiCall): ApiOutcome {
  const ip = given.required('ip');
  if (ip !== server.address) throw new ApiFailure(`“${ip}” is not an address of this server.`);
  return { data: { ip, public_ip: mapped(server, ip) } };
}

function mapped(server: ServerState, address: string): string {
  return address === server.address ? (server.publicAddress ?? address) : address;
}

/** The world's DNS here are the servers' names and the zones of the server itself. */
function addressOfName({ server, fleet }: ApiCall, name: string): string | null {
  const zone = server.zones.get(name);
  const record = readZone(zone?.text ?? '').find(
    (line) => line.kind === 'record' && line.type === 'A' && line.name.replace(/\.$/, '') === name,
  );
  return record?.kind === 'record' ? (record.data[0] ?? null) : (fleet.route(name)?.address ?? null);
}

/** @throws ApiFailure when the name is nobody's */
function nameserverAddress(call: ApiCall): string {
  const address = addressOfName(call, call.arguments.required('host'));
  if (address === null) throw new ApiFailure('Unable to determine IP address from nameserver.');
  return address;
}

function lookUpNameserver(call: ApiCall): ApiOutcome {
  return { data: { ip: nameserverAddress(call) } };
}

/** No server here has an address of version 6. */
function lookUpBoth(call: ApiCall): ApiOutcome {
  return { data: { ipv4: nameserverAddress(call), ipv6: null } };
}

function resolveDomain(call: ApiCall): ApiOutcome {
  const ip = addressOfName(call, call.arguments.required('domain'));
  if (ip === null) throw new ApiFailure('Unable to resolve domain name.');
  return { data: { ip } };
}

/** NS to NS4 of wwwacct.conf: the nameservers that the server's own zones name. */
function nameserverConfig({ server }: ApiCall): ApiOutcome {
  const [zone] = server.zones.values();
  return { data: { nameservers: nameserversOf(zone?.text ?? '').slice(0, 4) } };
}

/** Host names of a zone's NS records. */
export function nameserversOf(text: string): readonly string[] {
  const named = [...text.matchAll(/\sNS\s+(\S+?)\.?$/gm)].flatMap((match) => match[1] ?? []);
  return [...new Set(named)];
}

function load({ fleet }: ApiCall): ApiOutcome {
  const figure = (): string => (fleet.random() * 2).toFixed(2);
  return { data: { one: figure(), five: figure(), fifteen: figure() } };
}
