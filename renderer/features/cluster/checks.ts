import type { ClusterUser, NewMember } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import { obstacleTo } from '#shared/domain/plan/precondition.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/** A word on what is about to be asked for. With a refusal it cannot be gathered; an advice is the guide's. */
export interface Check {
  readonly kind: 'refusal' | 'advice';
  readonly message: string;
}

export interface MemberWish {
  readonly server: ServerId;
  readonly as: ClusterUser;
  readonly member: NewMember;
  readonly reverseTrust: boolean;
  readonly synchronize: boolean;
}

const refusal = (message: string): Check => ({ kind: 'refusal', message });
const advice = (message: string): Check => ({ kind: 'advice', message });

/**
 * Whether a server can be changed at all: its token must reach WHM's DNS Cluster pages or run commands.
 * @returns a sentence with the reason, or null when nothing speaks against it
 */
export function writingRefusal(topology: Topology, server: ServerId): string | null {
  const node = topology.nodes[server];
  if (!node?.server) return `Nameward has no API token for ${node?.label ?? server}.`;
  const channels = node.observation?.channels;
  if (channels?.pages.available !== false || channels.command.available !== false) return null;
  return `${node.label} cannot be changed from here: ${channels.pages.reason ?? 'reason unknown'}`;
}

/** What stands against a new member before anything is sent; what it does and risks is said in the words of its plan (`WishWords`). */
export function checkMember(
  { server, as, member }: MemberWish,
  fleet: FleetConfiguration,
  topology: Topology,
  names: PlanNames,
): readonly Check[] {
  const checks: Check[] = [];
  const target = names.serverAt(member.address) ?? names.serverAt(member.host);
  const stranger = member.module === 'cPanel' ? member.host : names.member(member.address);
  const label = target === null ? stranger : names.server(target);
  const refused = writingRefusal(topology, server);
  if (refused !== null) checks.push(refusal(refused));
  const obstacle = obstacleTo({ kind: 'member.add', server, as, member }, fleet, names);
  // A reseller's own list is read by the preview only.
  if (obstacle && !(as !== 'root' && obstacle.code === 'unknown')) checks.push(refusal(obstacle.message));
  if (member.token.from === 'made') {
    const api = topology.nodes[member.token.on]?.observation?.channels.api;
    if (api?.available === false)
      checks.push(refusal(`No token can be made on ${label}: ${api.reason ?? 'reason unknown'}`));
  }
  const peer = target === null ? undefined : topology.nodes[target]?.observation?.channels.peer;
  if (peer?.available === false)
    checks.push(advice(`Our own token on ${label} lacks what a cluster needs: ${peer.reason ?? 'the ACL clustering'}`));
  return checks;
}
