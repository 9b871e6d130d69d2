import { visibleText } from '#shared/domain/text/visible.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { linkedAt } from '#shared/domain/plan/kinds/entry.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';
import type { PlanNames } from './names.ts';

/** The other servers that a change is about, and what has to be said of it when they do not answer. */

/** The servers of ours that a change is about besides the one that it is made on. */
export function farEnds(change: Change, { links }: Topology, names: PlanNames): readonly ServerId[] {
  const found = kindOf(change).farEnds(change, links, names);
  return [...new Set(found)].filter((id) => id !== null && id !== change.server).map(String);
}

/** What a preview is computed at. */
export interface FarEndSituation {
  readonly topology: Topology;
  readonly names: PlanNames;
  /** Epoch ms. */
  readonly now: number;
}

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** How long a state has lasted. */
function lastingWords(ms: number): string {
  if (ms < minute) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  return ms < 2 * day ? `${Math.floor(ms / hour)} h` : `${Math.floor(ms / day)} days`;
}

/** @returns that the server does not answer, for how long and why; null: it does, or nobody has asked it yet */
function silenceWords({ label, observation }: TopologyNode, now: number): string | null {
  const contact = observation?.contact;
  if (!contact || (contact.state !== 'failed' && contact.state !== 'suspended')) return null;
  const lasting = contact.since === null ? null : lastingWords(now - contact.since);
  const why = contact.failure === null ? '' : ` (${visibleText(contact.failure.message, 300).replace(/\.$/, '')})`;
  if (contact.state === 'failed')
    return lasting === null ? `${label} does not answer${why}` : `${label} has not answered for ${lasting}${why}`;
  return lasting === null
    ? `Nothing is sent to ${label}${why}`
    : `Nothing has been sent to ${label} for ${lasting}${why}`;
}

/** What WHM itself says of the member at its last poll. */
function serverSays(change: Change, { topology, names }: FarEndSituation): readonly string[] {
  if (change.kind !== 'member.enable' && change.kind !== 'role' && change.kind !== 'member.edit') return [];
  const link = linkedAt(change, topology.links);
  const said = link?.member.statusText ?? null;
  if (link?.member.status !== 'error' || said === null) return [];
  return [`${names.server(change.server)} itself says of ${names.member(change.address)}: ${visibleText(said, 300)}`];
}

/**
 * What has to be said of a change whose far end is known not to answer, a sentence each.
 * @param before the settings before the plan
 */
export function farEndRisks(change: Change, before: FleetConfiguration, situation: FarEndSituation): readonly string[] {
  const { topology, names, now } = situation;
  const then = kindOf(change).whenSilent(change, before[change.server]);
  const silent = farEnds(change, topology, names).flatMap((id) => {
    const node = topology.nodes[id];
    const silence = node ? silenceWords(node, now) : null;
    return silence === null || then === null ? [] : [`${silence}; ${then}`];
  });
  return [...silent, ...serverSays(change, situation)];
}
