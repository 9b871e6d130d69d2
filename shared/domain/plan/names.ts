import { lookUp } from '../table.ts';
import type { Product, ServerId } from '../topology/observation.ts';
import type { Topology } from '../topology/topology.ts';
import { normalizeHost } from '../topology/directory.ts';
import { moduleOf } from './back-ends.ts';

/** What plans call things, and who an address belongs to. */
export interface PlanNames {
  /** Host name of a server, else its id. */
  server(id: ServerId): string;
  /** Host name of the server behind a member's address, the name of another back end, else the address. */
  member(address: string): string;
  /** Id of the server behind an address or a host name; null: none of ours. */
  serverAt(addressOrName: string): ServerId | null;
  hostnameOf(address: string): string | null;
  isAddressOf(id: ServerId, addressOrName: string): boolean;
  product(id: ServerId): Product;
  /** The address by which others should name a server; null: unknown. */
  addressOf(id: ServerId): string | null;
}

/** What the map calls a member that is no server. */
function backEndOf(address: string): string | null {
  const module = moduleOf(address);
  return module === 'cPanel' ? null : module;
}

export function planNames({ nodes }: Topology): PlanNames {
  const byName = new Map<string, ServerId | null>();
  for (const node of Object.values(nodes)) {
    if (node.kind !== 'server') continue;
    for (const name of [...node.addresses, node.label, node.server?.host ?? '']) {
      const key = normalizeHost(name);
      const other = byName.get(key);
      if (key !== '') byName.set(key, other === undefined || other === node.id ? node.id : null);
    }
  }
  const serverAt = (name: string): ServerId | null => byName.get(normalizeHost(name)) ?? null;
  const hostnameOf = (address: string): string | null => {
    const id = serverAt(address);
    return id === null ? null : (lookUp(nodes, id)?.label ?? null);
  };
  return {
    server: (id) => lookUp(nodes, id)?.label ?? id,
    member: (address) =>
      backEndOf(address) ?? hostnameOf(address) ?? nodes[`member:${normalizeHost(address)}`]?.label ?? address,
    serverAt,
    hostnameOf,
    isAddressOf: (id, name) => serverAt(name) === id,
    product: (id) => lookUp(nodes, id)?.product ?? 'unknown',
    addressOf: (id) => lookUp(nodes, id)?.addresses[0] ?? null,
  };
}
