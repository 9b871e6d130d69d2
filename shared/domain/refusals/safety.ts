import { lookUp } from '#shared/domain/table.ts';
import { refusal, type Refusal } from './refusal.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/** How careful Nameward is with a cluster, the most careful last. */
export const safetyLevels = ['open', 'confirm', 'type-name', 'read-only'] as const;
export type SafetyLevel = (typeof safetyLevels)[number];

export interface Safety {
  readonly level: SafetyLevel;
  /** Host name of the first server of the cluster that asks for it: what is typed for `type-name`. */
  readonly name: string;
}

/**
 * Whether a plan may be carried out, where its clusters want it so.
 * @param typed the name that was typed; null: none
 * @returns null when nothing stands against it; `confirm` is asked of the user before, by whoever shows the plan
 */
export function safetyRefusal({ level, name }: Safety, typed: string | null): Refusal | null {
  if (level === 'read-only') {
    return refusal('safety.read-only', { kind: 'plan' }, `The cluster of ${name} is read-only.`);
  }
  return level === 'type-name' && typed?.trim().toLowerCase() !== name.toLowerCase()
    ? refusal('safety.type-name', { kind: 'plan' }, `The cluster of ${name} asks for its name.`)
    : null;
}

const rank = (level: SafetyLevel): number => safetyLevels.indexOf(level);

function ofCluster(
  ids: readonly ServerId[],
  levels: Readonly<Record<ServerId, SafetyLevel>>,
  { nodes }: Topology,
): Safety {
  const chosen = ids.flatMap((id) => lookUp(levels, id) ?? []);
  const first = ids.find((id) => lookUp(nodes, id)?.kind === 'server') ?? ids[0] ?? '';
  return {
    // What nobody has chosen is `confirm`.
    level: chosen.length === 0 ? 'confirm' : chosen.reduce((a, b) => (rank(a) >= rank(b) ? a : b)),
    name: lookUp(nodes, first)?.label ?? first,
  };
}

/**
 * How careful a change of these servers has to be: the most careful level among their clusters. A cluster's level is
 * the strictest that any of its servers carries, so that it outlives whoever joins or leaves.
 * @param levels by server id, as in the settings
 */
export function safetyOf(
  servers: readonly ServerId[],
  levels: Readonly<Record<ServerId, SafetyLevel>>,
  topology: Topology,
): Safety {
  const clusters = servers.map((id) => {
    const index = lookUp(topology.nodes, id)?.cluster ?? null;
    return ofCluster(index === null ? [id] : (topology.clusters[index] ?? [id]), levels, topology);
  });
  return clusters.reduce(
    (a, b) => (rank(a.level) >= rank(b.level) ? a : b),
    clusters[0] ?? { level: 'confirm', name: '' },
  );
}
