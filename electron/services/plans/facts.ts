import type { Change } from '#shared/domain/plan/change.ts';
import { planNames, type PlanNames } from '#shared/domain/plan/names.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import type { PlanGround } from './reading.ts';

/** Facts that a plan relies on beside the settings that it changes: who is who, under which addresses, by which channels, and who answers. */

/** Of so long ago a fact is one of now, ms. */
const freshMs = 10_000;
/** So long ago at most the far end of a step was asked whether it is there, ms. */
const answeredMs = 60_000;

type AddressBearing = Extract<Change, { kind: 'member.add' | 'member.edit' | 'trusted' }>;

function bearsAddress(change: Change): change is AddressBearing {
  if (change.kind === 'member.edit') return change.contact === 'trust' || change.token.from === 'made';
  return change.kind === 'member.add' || change.kind === 'trusted';
}

/** The servers of ours that a change is about besides the one that it is made on. */
export function farEnds(change: Change, { links }: Topology, names: PlanNames): readonly ServerId[] {
  const found: (ServerId | null)[] = [];
  switch (change.kind) {
    case 'member.add': {
      const { address, host, token } = change.member;
      found.push(token.from === 'made' ? token.on : null, names.serverAt(address), names.serverAt(host));
      break;
    }
    case 'member.edit':
      found.push(change.token.from === 'made' ? change.token.on : null);
      found.push(linkedAt(change, links) ?? names.serverAt(change.address));
      break;
    case 'member.remove':
    case 'member.enable':
    case 'role':
      found.push(linkedAt(change, links) ?? names.serverAt(change.address));
      break;
    case 'trusted':
      found.push(names.serverAt(change.address));
      break;
    case 'synchronize':
      for (const { from, to, role } of Object.values(links)) {
        if (from === change.server && role !== null && role !== 'standalone') found.push(to);
      }
      break;
    default:
      break;
  }
  return [...new Set(found)].filter((id) => id !== null && id !== change.server).map(String);
}

/** The address of an entry may be no longer one of its server: the link knows whom it means. */
function linkedAt({ server, address }: { server: string; address: string }, links: Topology['links']): string | null {
  return Object.values(links).find(({ from, member }) => from === server && member.address === address)?.to ?? null;
}

/** Reads afresh what these changes rely on. What cannot be read stays as it was, and its contact tells so. */
export async function refreshFacts({ fleet }: PlanGround, changes: readonly Change[]): Promise<void> {
  const topology = fleet.topology();
  const names = planNames(topology);
  const probed = new Set<ServerId>();
  const asked = new Set<ServerId>();
  for (const change of changes) {
    const bears = bearsAddress(change);
    if (bears) probed.add(change.server);
    for (const id of farEnds(change, topology, names)) (bears ? probed : asked).add(id);
  }
  await Promise.all([
    fleet.freshen([...probed], { probe: true, withinMs: freshMs }),
    fleet.freshen(
      [...asked].filter((id) => !probed.has(id)),
      { probe: false, withinMs: answeredMs },
    ),
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
 * @returns null: that of the change, or the member is none of ours, or what it says of itself tells nothing (behind NAT it does not know its public address)
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

/** Wishes that were made when a server still had another address: a new member is entered under the one that it has now. */
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
