import { lookUp } from '../table.ts';
import type { KnownServer, MemberRecord, ServerId, ServerObservation } from './observation.ts';

/** Finds the server that an address or a host name means. */
export interface Directory {
  /** Null when nobody or more than one server answers to the name. */
  find(nameOrAddress: string): ServerId | null;
}

export type Observations = Readonly<Record<ServerId, ServerObservation>>;

/** Host names compare without case and without the root's dot. */
export function normalizeHost(host: string): string {
  const trimmed = host.trim().toLowerCase();
  return trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
}

/** Every name by which peers may know a server: its own addresses, then its own host name, then what the user entered. */
export function namesOf(server: KnownServer, observation: ServerObservation | undefined): readonly string[] {
  const names = [...(observation?.addresses?.value ?? []), observation?.hostname?.value ?? '', server.host];
  return [...new Set(names.map(normalizeHost).filter((name) => name !== ''))];
}

/** A name that two servers claim (one NAT address, a copied host name) tells nothing, so it finds neither. */
export function createDirectory(servers: readonly KnownServer[], observations: Observations): Directory {
  const byName = new Map<string, ServerId | null>();
  for (const server of servers) {
    for (const name of namesOf(server, lookUp(observations, server.id))) {
      const other = byName.get(name);
      byName.set(name, other === undefined || other === server.id ? server.id : null);
    }
  }
  return { find: (name) => byName.get(normalizeHost(name)) ?? null };
}

/** Modules other than WHM's own cPanel are back ends that are no servers (`whm-protocol 3.6`). */
export function isForeign(record: MemberRecord): boolean {
  return record.module !== null && record.module.toLowerCase() !== 'cpanel';
}

/**
 * The node a member entry leads to. The address decides; the stored host name only where the address is nobody's.
 * @returns a server's id, `member:ADDRESS` or `module:MODULE@FROM`
 */
export function memberNode(directory: Directory, from: ServerId, record: MemberRecord): string {
  if (isForeign(record)) return `module:${record.module ?? ''}@${from}`;
  const byName = record.hostname === null ? null : directory.find(record.hostname);
  return directory.find(record.address) ?? byName ?? `member:${normalizeHost(record.address)}`;
}
