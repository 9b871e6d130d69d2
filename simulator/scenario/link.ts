import type { MemberEntry, MemberPoll, Role, ServerState } from '#simulator/model.ts';
import { addToken, type FleetDraft } from './server-state.ts';

/** What distinguishes one link of a scenario from a healthy one. */
export interface LinkSpec {
  readonly role: Role;
  readonly debug?: boolean;
  /** Rights of the token that `from` uses on `to`; absent: clustering alone, as cPanel advises (`whm-protocol 2.3`). */
  readonly tokenAcls?: readonly string[];
  /** The token ran out an hour ago. */
  readonly tokenExpired?: boolean;
  /** WHM has disabled the member after as many failures as the threshold allows. */
  readonly disabled?: boolean;
}

/**
 * Adds an entry for `to` to `from`'s list of members, with a token made on `to` for it.
 * The entry has no cached state yet: see {@link rememberPolls}.
 */
export function addLink(draft: FleetDraft, from: ServerState, to: ServerState, spec: LinkSpec): MemberEntry {
  const now = Math.floor(draft.options.now / 1000);
  const token = addToken(draft, to, `cluster_${from.id}`, {
    acls: spec.tokenAcls ?? ['clustering'],
    age: 400 * 86_400,
    expiresAt: spec.tokenExpired === true ? now - 3600 : null,
  });
  const entry: MemberEntry = {
    address: reachableAddress(to),
    user: 'root',
    host: to.hostname,
    token: token.token,
    module: 'cPanel',
    debug: spec.debug ?? false,
    role: spec.role,
    results: spec.disabled === true ? `11111${'0'.repeat(from.cluster.threshold)}` : '1111111111',
    down: spec.disabled ?? false,
    state: null,
  };
  from.cluster.members.set(entry.address, entry);
  from.trustedAddresses.dnsmaster.push(reachableAddress(to));
  return entry;
}

/** Gives the member `to` every zone of `from` that it lacks, as past pushes would have. */
export function copyZones(from: ServerState, to: ServerState): void {
  for (const zone of from.zones.values()) if (!to.zones.has(zone.name)) to.zones.set(zone.name, { ...zone });
}

/**
 * Fills the cached state of every cPanel member with what the server's own poll would have found some hours ago
 * (`whm-protocol 4`: kept for 24 hours), so that the page of a fresh fleet shows members at once and its figures are as
 * old as on a real server.
 */
export function rememberPolls(draft: FleetDraft): void {
  const byAddress = new Map(draft.servers.map((server) => [reachableAddress(server), server]));
  const now = Math.floor(draft.options.now / 1000);
  for (const server of draft.servers) {
    for (const entry of server.cluster.members.values()) {
      const target = byAddress.get(entry.address);
      if (target !== undefined) {
        entry.state = pollAsOf(server, entry, target, now - Math.floor(draft.random() * 6 * 3600));
      }
    }
  }
}

function pollAsOf(from: ServerState, entry: MemberEntry, target: ServerState, at: number): MemberPoll {
  const token = [...target.tokens.values()].find((record) => record.token === entry.token);
  const refused = token === undefined || (token.expiresAt !== null && token.expiresAt <= at);
  if (target.down || refused) {
    return {
      at,
      error: 'Could not communicate with remote API server.',
      version: null,
      nameserver: 'unknown',
      nameserverVersion: null,
      namedRunning: null,
      namedMonitored: false,
      hasGoodPrivileges: true,
      hasReverseTrust: null,
    };
  }
  const mayCluster = token.acls === null || token.acls.includes('clustering');
  return {
    at,
    error: null,
    version: mayCluster ? target.version : null,
    nameserver: mayCluster ? target.nameserver : 'unknown',
    nameserverVersion: mayCluster ? target.nameserverVersion : null,
    namedRunning: mayCluster && target.namedMonitored ? target.namedRunning : null,
    namedMonitored: mayCluster && target.namedMonitored,
    hasGoodPrivileges: mayCluster,
    hasReverseTrust: mayCluster ? (trusts(target, from) ? '1' : '0') : null,
  };
}

/** What cluster_member_has_trust_with would say: the address of its own or the public one counts. */
function trusts(target: ServerState, from: ServerState): boolean {
  const { members } = target.cluster;
  return members.has(from.address) || (from.publicAddress !== null && members.has(from.publicAddress));
}

/** By which others name it: under NAT the public one. */
function reachableAddress(server: ServerState): string {
  return server.publicAddress ?? server.address;
}
