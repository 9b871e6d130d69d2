import type { ClusterUser, NewMember } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import type { PlanNames } from '#shared/domain/plan/names.ts';
import { changeRefusal } from '#shared/domain/plan/precondition.ts';
import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import { tokenMakingRefusal, writingRefusal } from '#shared/domain/refusals/server.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/** What there is to say of what is about to be asked for. */
export interface Checks {
  /** Each holds it up. */
  readonly refusals: readonly Refusal[];
  /** The guide's, a sentence each. */
  readonly advice: readonly string[];
}

export interface MemberWish {
  readonly server: ServerId;
  readonly as: ClusterUser;
  readonly member: NewMember;
  readonly reverseTrust: boolean;
  readonly synchronize: boolean;
}

/** Why servers cannot be changed, each that cannot. */
export function writingRefusals(topology: Topology, servers: Iterable<ServerId>): readonly Refusal[] {
  return [...new Set(servers)].flatMap((server) => writingRefusal(topology, server) ?? []);
}

/**
 * What stands against a new member before anything is sent; what it does and risks is said in the words of its plan
 * (`WishWords`).
 */
export function checkMember(
  { server, as, member }: MemberWish,
  fleet: FleetConfiguration,
  topology: Topology,
  names: PlanNames,
): Checks {
  const target = names.serverAt(member.address) ?? names.serverAt(member.host);
  const stranger = member.module === 'cPanel' ? member.host : names.member(member.address);
  const label = target === null ? stranger : names.server(target);
  const found = changeRefusal({ kind: 'member.add', server, as, member }, fleet, names);
  // A reseller's own list is read by the preview only.
  const ofPlan = as !== 'root' && found?.code === 'unknown' ? null : found;
  const { token } = member;
  const peer = target === null ? undefined : topology.nodes[target]?.observation?.channels.peer;
  return {
    refusals: [
      writingRefusal(topology, server),
      ofPlan,
      token.from === 'made' ? tokenMakingRefusal(topology, token.on, label) : null,
    ].filter((each) => each !== null),
    advice:
      peer?.available === false
        ? [`Our own token on ${label} lacks what a cluster needs: ${peer.reason ?? 'the ACL clustering'}`]
        : [],
  };
}
