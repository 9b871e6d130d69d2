import { visibleText } from '#shared/domain/text/visible.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Link, Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import type { Change } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import type { PlanNames } from './names.ts';

/** The other servers that a change is about, and what has to be said of it when they do not answer. */

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
      found.push(linkedAt(change, links)?.to ?? names.serverAt(change.address));
      break;
    case 'member.remove':
    case 'member.enable':
    case 'role':
      found.push(linkedAt(change, links)?.to ?? names.serverAt(change.address));
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
function linkedAt({ server, address }: { server: string; address: string }, links: Topology['links']): Link | null {
  return Object.values(links).find(({ from, member }) => from === server && member.address === address) ?? null;
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

/** @returns that the server does not answer, since when and why; null: it does, or nobody has asked it yet */
function silenceWords({ label, observation }: TopologyNode, now: number): string | null {
  const contact = observation?.contact;
  if (!contact || (contact.state !== 'failed' && contact.state !== 'suspended')) return null;
  const since = contact.since === null ? '' : ` since ${lastingWords(now - contact.since)}`;
  const why = contact.failure === null ? '' : ` (${visibleText(contact.failure.message, 300).replace(/\.$/, '')})`;
  return contact.state === 'failed'
    ? `${label} does not answer${since}${why}`
    : `Nothing is sent to ${label}${since}${why}`;
}

/** What follows for the change from a far end that does not answer. */
function consequence(change: Change, before: FleetConfiguration): string | null {
  switch (change.kind) {
    case 'member.enable': {
      const threshold = before[change.server]?.threshold ?? null;
      if (threshold === 0) return 'each zone change waits for it, since members are never disabled here.';
      return `WHM will disable it again after ${threshold === null ? 'as many failed commands as its threshold says' : `${threshold} failed commands`}.`;
    }
    case 'member.add':
      if (change.member.token.from === 'made') return 'the API token of the entry cannot be made there.';
      return change.member.contact === 'none'
        ? 'whether the entry works cannot be seen.'
        : 'WHM asks it first, and writes nothing while it does not answer.';
    case 'member.edit':
      if (change.token.from === 'made') return 'the API token of the entry cannot be made there.';
      return change.contact === 'none' ? null : 'WHM asks it first, and writes nothing while it does not answer.';
    case 'role':
      return change.role === 'standalone' ? null : 'zone changes wait for it until WHM disables it.';
    case 'synchronize':
      return 'what arrives there cannot be seen, so that the step cannot be verified.';
    default:
      return null;
  }
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
  const then = consequence(change, before);
  const silent = farEnds(change, topology, names).flatMap((id) => {
    const node = topology.nodes[id];
    const silence = node ? silenceWords(node, now) : null;
    return silence === null || then === null ? [] : [`${silence}; ${then}`];
  });
  return [...silent, ...serverSays(change, situation)];
}
