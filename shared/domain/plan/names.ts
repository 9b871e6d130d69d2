import { visibleText } from '#shared/domain/text/visible.ts';
import { lookUp } from '#shared/domain/table.ts';
import { isAddress } from '#shared/domain/topology/address.ts';
import type { KnownServer, Product, ServerId, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { createDirectory, normalizeHost } from '#shared/domain/topology/directory.ts';
import { moduleOf } from './back-ends.ts';

/** What plans call things, and who an address belongs to. */
export interface PlanNames {
  /** What the inventory calls a server, first whatever it calls itself; else its id. */
  server(id: ServerId): string;
  /**
   * The server behind a member's address as the inventory calls it, the name of another back end, else the address with
   * the name that entries give it.
   */
  member(address: string): string;
  /** Id of the server behind an address or a host name; null: none of ours. */
  serverAt(addressOrName: string): ServerId | null;
  /**
   * A server's own host name, as it is written into entries; what the inventory calls it where another one has or
   * claims that name.
   */
  hostOf(id: ServerId): string;
  /** The same for the server behind an address; null: none of ours. */
  hostnameOf(address: string): string | null;
  isAddressOf(id: ServerId, addressOrName: string): boolean;
  product(id: ServerId): Product;
  /** The address by which others should name a server; null: unknown. */
  addressOf(id: ServerId): string | null;
  /**
   * The address that the inventory has, where it differs from one that is to be written for the server; null: it does
   * not, or the inventory has a name.
   */
  otherAddressOf(id: ServerId, address: string): string | null;
}

/** What the map calls a member that is no server. */
function backEndOf(address: string): string | null {
  const module = moduleOf(address);
  return module === 'cPanel' ? null : module;
}

export function planNames({ nodes }: Topology): PlanNames {
  const servers: KnownServer[] = [];
  const observations: Record<ServerId, ServerObservation> = Object.create(null) as Record<ServerId, ServerObservation>;
  for (const { server, observation } of Object.values(nodes)) {
    if (server === null) continue;
    servers.push(server);
    if (observation !== null) observations[server.id] = observation;
  }
  const directory = createDirectory(servers, observations);
  const hostOf = (id: ServerId): string => lookUp(nodes, id)?.label ?? id;
  /** The map shows host names: where the inventory has another name, both are said, the inventory's first. */
  const nameOf = (id: ServerId): string => {
    const server = lookUp(nodes, id)?.server;
    if (!server) return hostOf(id);
    const name = visibleText(server.name || server.host, 253);
    return hostOf(id) === name ? name : `${name} (${hostOf(id)})`;
  };
  const strangerAt = (address: string): string => {
    const claimants = directory.candidates(address);
    if (claimants.length > 0) return `${address} (${claimants.map(nameOf).join(' or ')})`;
    const label = lookUp(nodes, `member:${normalizeHost(address)}`)?.label ?? address;
    return label === address ? address : `${label} (${address})`;
  };
  const nameAt = (address: string): string | null => {
    const id = directory.find(address);
    return id === null ? null : nameOf(id);
  };
  return {
    server: nameOf,
    member: (address) => backEndOf(address) ?? nameAt(address) ?? strangerAt(address),
    serverAt: (name) => directory.find(name),
    hostOf,
    hostnameOf(address) {
      const id = directory.find(address);
      return id === null ? null : hostOf(id);
    },
    isAddressOf: (id, name) => directory.find(name) === id,
    product: (id) => lookUp(nodes, id)?.product ?? 'unknown',
    addressOf: (id) => lookUp(nodes, id)?.addresses.find((address) => directory.find(address) === id) ?? null,
    otherAddressOf(id, address) {
      const host = lookUp(nodes, id)?.server?.host ?? '';
      const isOther = isAddress(host) && isAddress(address) && normalizeHost(host) !== normalizeHost(address);
      return isOther ? host : null;
    },
  };
}
