import { lookUp } from '#shared/domain/table.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Change, Intention } from './change.ts';
import { intentionKindOf } from '#shared/domain/plan/intentions/index.ts';
import type { PlanNames } from './names.ts';
import type { PlanSituation } from './situation.ts';

/** The servers that a change is about: the one that is changed, and the one behind an entry. */
function serversOf(change: Change, names: PlanNames): readonly ServerId[] {
  const address = change.kind === 'member.add' ? change.member.address : 'address' in change ? change.address : null;
  const target = address === null ? null : names.serverAt(address);
  const made = change.kind === 'member.add' && change.member.token.from === 'made' ? [change.member.token.on] : [];
  return [change.server, ...(target === null ? [] : [target]), ...made];
}

/** What stands against knowing who is meant: names that two servers claim, of every server that the plan is about. */
export function contestWarnings(
  changes: readonly Change[],
  intentions: readonly Intention[],
  situation: PlanSituation,
): readonly string[] {
  const about = new Set([
    ...intentions.flatMap((intention) => intentionKindOf(intention).subjects(intention, situation.topology.links)),
    ...changes.flatMap((change) => serversOf(change, situation.names)),
  ]);
  const reasons = [...about].flatMap((id) => lookUp(situation.topology.nodes, id)?.reasons ?? []);
  return [...new Set(reasons.filter(({ code }) => code === 'identity.contested').map(({ message }) => message))];
}
