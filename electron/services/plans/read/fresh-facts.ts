import type { Change, Intention } from '#shared/domain/plan/change.ts';
import { farEnds } from '#shared/domain/plan/far-end.ts';
import { intentionKindOf } from '#shared/domain/plan/intentions/index.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { PlanGround } from './reading.ts';

/**
 * Facts that a plan relies on beside the settings that it changes: who is who, under which addresses, by which
 * channels, and who answers.
 */

/** Of so long ago a fact is one of now, ms. */
const freshMs = 10_000;
/** More far ends than these are not all asked for a preview: what the rounds have heard within so long counts, ms. */
const askedAtMost = 60;
const answeredMs = 60_000;

type AddressBearing = Extract<Change, { kind: 'member.add' | 'member.edit' | 'trusted' }>;

function bearsAddress(change: Change): change is AddressBearing {
  if (change.kind === 'member.edit') return change.contact === 'trust' || change.token.from === 'made';
  return change.kind === 'member.add' || change.kind === 'trusted';
}

/**
 * Reads afresh what these changes rely on, whatever was polled before. What cannot be read stays as it was, and its
 * contact tells so.
 * @param intentions what they were made of
 */
export async function refreshFacts(
  { fleet }: PlanGround,
  changes: readonly Change[],
  intentions: readonly Intention[] = [],
): Promise<void> {
  const topology = fleet.topology();
  const names = planNames(topology);
  const probed = new Set<ServerId>();
  const asked = new Set<ServerId>(intentions.flatMap((each) => intentionKindOf(each).named(each)));
  for (const change of changes) {
    const bears = bearsAddress(change);
    if (bears) probed.add(change.server);
    for (const id of farEnds(change, topology, names)) (bears ? probed : asked).add(id);
  }
  const others = [...asked].filter((id) => !probed.has(id));
  await Promise.all([
    fleet.freshen([...probed], { probe: true, withinMs: 0 }),
    fleet.freshen(others, { probe: false, withinMs: others.length > askedAtMost ? answeredMs : 0 }),
  ]);
}

/** Just before a step: where WHM is given an address, it has to be the one of now. */
export async function refreshForStep({ fleet }: PlanGround, change: Change): Promise<void> {
  const typed = change.kind === 'member.add' && change.member.contact !== 'none';
  if (!typed && !(change.kind === 'member.edit' && change.contact === 'trust')) return;
  const topology = fleet.topology();
  const ids = [change.server, ...farEnds(change, topology, planNames(topology))];
  await fleet.freshen(ids, { probe: true, withinMs: freshMs });
}

/**
 * The address by which a new member is to be entered now.
 * @returns null: that of the change, or the member is none of ours, or what it says of itself tells nothing (behind NAT
 *   it does not know its public address)
 */
export function currentAddress(
  { fleet }: PlanGround,
  { member }: Extract<Change, { kind: 'member.add' }>,
): string | null {
  if (member.token.from !== 'made') return null;
  const before = fleet.formerAddresses(member.token.on);
  const names = planNames(fleet.topology());
  const isMoved = before.includes(member.address) && !names.isAddressOf(member.token.on, member.address);
  return isMoved ? names.addressOf(member.token.on) : null;
}

/**
 * Wishes that were made when a server still had another address: a new member is entered under the one that it has now.
 */
export function followMoved(
  ground: PlanGround,
  changes: readonly Change[],
): { readonly changes: readonly Change[]; readonly warnings: readonly string[] } {
  const names = planNames(ground.fleet.topology());
  const warnings: string[] = [];
  const followed = changes.map((change): Change => {
    const address = change.kind === 'member.add' ? currentAddress(ground, change) : null;
    if (change.kind !== 'member.add' || address === null) return change;
    const { member } = change;
    warnings.push(
      `${names.member(address)} is at ${address} now, no longer at ${member.address}: it is entered there.`,
    );
    const host = member.host === member.address ? address : member.host;
    return { ...change, member: { ...member, address, host } };
  });
  return { changes: followed, warnings: [...new Set(warnings)] };
}
