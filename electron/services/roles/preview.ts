import type { RoleChange, RolePreview } from '#shared/contract/roles.ts';
import type { Link, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { roleEffects } from '#shared/domain/roles/effects.ts';
import { neverObserved } from '#shared/domain/topology/observed.ts';
import { asFailure } from '../fleet/failures.ts';
import type { FleetObserver } from '../fleet/observer.ts';
import type { WhmConnector } from '../ports.ts';
import { addressOf, type InventoryKeeper } from '../servers/inventory.ts';
import type { Vault } from '../vault/vault.ts';
import { memberRefusal, pageRefusal, serverRefusal, writingChannel } from './writing.ts';

/** Links by `SERVER MEMBER`, so that 2,000 changes cost one walk over the topology. */
function linksByMember(topology: Topology): ReadonlyMap<string, Link> {
  return new Map(Object.values(topology.links).map((link) => [`${link.from} ${link.member.address}`, link]));
}

/** Says of each change what it would do and what would be sent; sends nothing. */
export function createRolePreview(
  inventory: InventoryKeeper,
  vault: Vault,
  connector: WhmConnector,
  fleet: FleetObserver,
): (changes: readonly RoleChange[]) => Promise<RolePreview[]> {
  const words = (change: RoleChange, from: TopologyNode | undefined, to: TopologyNode | undefined, link: Link) =>
    roleEffects({
      from: { label: from?.label ?? change.server, product: from?.product ?? 'unknown' },
      to: { label: to?.label ?? change.member, product: to?.product ?? 'unknown' },
      current: link.role,
      next: change.role,
      reverseTrust: link.reverseTrust,
      disabled: link.member.disabled === true,
      clusteringEnabled: from?.observation?.clustering?.value.enabled ?? null,
    });

  return async (changes) => {
    const topology = fleet.topology();
    const links = linksByMember(topology);
    const preview = async (change: RoleChange): Promise<RolePreview> => {
      const server = inventory.find(change.server);
      const from = topology.nodes[change.server];
      const link = links.get(`${change.server} ${change.member}`);
      const to = link ? topology.nodes[link.to] : undefined;
      const plain: RolePreview = {
        ...change,
        serverName: from?.label ?? server?.name ?? change.server,
        memberName: to?.label ?? change.member,
        current: link?.role ?? null,
        effects: [],
        risks: [],
        channel: null,
        requests: [],
        refusal: null,
      };
      if (!server) {
        return { ...plain, refusal: { code: 'servers.unknown', message: `There is no server ${change.server}.` } };
      }
      const observation = from?.observation ?? neverObserved(change.server);
      const worded = link ? { ...plain, ...mutable(words(change, from, to, link)) } : plain;
      const refusal = serverRefusal(observation) ?? pageRefusal(observation) ?? memberRefusal(change, link?.member);
      if (refusal) return { ...worded, refusal: asFailure(refusal) };
      const token = await vault.token(change.server);
      if (!token.ok) return { ...worded, refusal: asFailure(token.error) };
      const client = connector.client(addressOf(server), token.value);
      return {
        ...worded,
        channel: writingChannel,
        requests: [...client.describeRoleChange(change.member, change.role)],
      };
    };
    return Promise.all(changes.map(preview));
  };
}

function mutable(words: { readonly effects: readonly string[]; readonly risks: readonly string[] }): {
  effects: string[];
  risks: string[];
} {
  return { effects: [...words.effects], risks: [...words.risks] };
}
