import { lookUp } from '#shared/domain/table.ts';
import { canonicalAddress, isAddress, isPrivateAddress } from './address.ts';
import type { KnownServer, MemberRecord, ServerId, ServerObservation } from './observation.ts';

/** A name that more than one server answers to. */
export interface Contest {
  readonly name: string;
  /** Whose it is by the inventory; null: nobody's. */
  readonly holder: ServerId | null;
  /** Servers that say it of themselves, the holder left out. */
  readonly claimants: readonly ServerId[];
}

/** Finds the server that an address or a host name means. */
export interface Directory {
  /** Null when nobody or more than one server answers to the name. */
  find(nameOrAddress: string): ServerId | null;
  /** All who answer to a name on the best ground that there is. */
  candidates(nameOrAddress: string): readonly ServerId[];
  /**
   * Names that a server claims and that another one has or claims too; private addresses left out, which may well be
   * there twice.
   */
  readonly contests: readonly Contest[];
}

export type Observations = Readonly<Record<ServerId, ServerObservation>>;

/** Host names compare without case and without the root's dot, addresses by their value. */
export function normalizeHost(host: string): string {
  const trimmed = host.trim().toLowerCase();
  return canonicalAddress(trimmed) ?? (trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed);
}

function normalized(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(normalizeHost).filter((name) => name !== ''))];
}

/** What a server says of itself: its own addresses, then its own host name. */
function claimsOf(observation: ServerObservation | undefined): readonly string[] {
  return normalized([...(observation?.addresses?.value ?? []), observation?.hostname?.value ?? '']);
}

/**
 * Every name by which peers may know a server: its own addresses, then its own host name, then what the user entered.
 */
export function namesOf(server: KnownServer, observation: ServerObservation | undefined): readonly string[] {
  return normalized([...claimsOf(observation), server.host]);
}

/** What the user entered: the host, and the name where it is one by which a server can be known. */
function entered(server: KnownServer): readonly string[] {
  return normalized([server.host, server.name.includes('.') || isAddress(server.name) ? server.name : '']);
}

function byName(servers: readonly KnownServer[], namesOfOne: (server: KnownServer) => readonly string[]) {
  const found = new Map<string, ServerId[]>();
  for (const server of servers) {
    for (const name of namesOfOne(server)) {
      const others = found.get(name);
      if (others === undefined) found.set(name, [server.id]);
      else others.push(server.id);
    }
  }
  return found;
}

/**
 * What the user entered outranks what a server says of itself, which may be wrong or a lie. A name that two servers
 * have on the same ground (one NAT address, a copied host name) tells nothing, so it finds neither.
 */
export function createDirectory(servers: readonly KnownServer[], observations: Observations): Directory {
  const inventory = byName(servers, entered);
  const claims = byName(servers, (server) => claimsOf(lookUp(observations, server.id)));
  const candidates = (name: string): readonly ServerId[] => {
    const key = normalizeHost(name);
    return inventory.get(key) ?? claims.get(key) ?? [];
  };
  const contests = [...claims].flatMap(([name, ids]): readonly Contest[] => {
    const holders = inventory.get(name) ?? [];
    // Two of one host, by their ports, are what the user entered.
    const [holder = null] = holders;
    const claimants = ids.filter((id) => !holders.includes(id));
    const isContested = holder === null ? claimants.length > 1 : claimants.length > 0;
    return isContested && !isPrivateAddress(name) ? [{ name, holder, claimants }] : [];
  });
  return {
    find(name) {
      const [only, ...more] = candidates(name);
      return only === undefined || more.length > 0 ? null : only;
    },
    candidates,
    contests,
  };
}

/**
 * Modules other than WHM's own cPanel are back ends that are no servers (`whm-protocol 3.6`). Where the module is not
 * told, an entry that is named neither by an address nor by a host name is one of them (`whm-protocol 13 C13`).
 */
export function isForeign(record: MemberRecord): boolean {
  if (record.module !== null) return record.module.toLowerCase() !== 'cpanel';
  return record.address !== '' && !isAddress(record.address) && !record.address.includes('.');
}

/** How an entry was found to mean a server. */
export type Ground =
  /** Its address is the server's. */
  | 'address'
  /** The server's last poll, sent to that address, was answered under the name of this one. */
  | 'poll'
  /** The host name that is stored with it, which proves nothing. */
  | 'name';

export interface Resolution {
  readonly id: ServerId;
  readonly by: Ground;
}

/**
 * The server that an entry leads to: the address decides, and where that is nobody's or several servers claim it, the
 * name under which it answered, then the one it is stored with.
 */
export function resolveMember(directory: Directory, record: MemberRecord): Resolution | null {
  if (isForeign(record)) return null;
  const claimants = directory.candidates(record.address);
  const [only, ...more] = claimants;
  if (only !== undefined && more.length === 0) return { id: only, by: 'address' };
  const grounds = [
    ['poll', record.polledHostname],
    ['name', record.hostname],
  ] as const;
  for (const [by, name] of grounds) {
    const id = name === null ? null : directory.find(name);
    if (id !== null && (claimants.length === 0 || claimants.includes(id))) {
      return { id, by: claimants.length === 0 ? by : 'address' };
    }
  }
  return null;
}

/**
 * What an entry of another back end is called: its own name, since there may be two of one module; the module where
 * that is the same word (`whm-protocol 3.6`).
 */
export function backEndName({ module, address }: Pick<MemberRecord, 'module' | 'address'>): string {
  return module !== null && module.toLowerCase() === address.toLowerCase() ? module : address;
}

/** The node of an entry that leads to no server here. @returns `member:ADDRESS` or `module:NAME@FROM` */
export function nodeOfOther(from: ServerId, record: MemberRecord): string {
  return isForeign(record) ? `module:${backEndName(record)}@${from}` : `member:${normalizeHost(record.address)}`;
}
