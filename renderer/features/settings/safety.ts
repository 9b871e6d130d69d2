import type { SafetyLevel, Settings } from '#shared/contract/app.ts';

/** From the least careful to the strictest; what has no level is `confirm`. */
export const safetyLevels: readonly SafetyLevel[] = ['open', 'confirm', 'type-name', 'read-only'];

export const safetyWords: Readonly<Record<SafetyLevel, string>> = {
  open: 'Apply at once',
  confirm: 'Confirm',
  'type-name': 'Type the name',
  'read-only': 'Read-only',
};

/** The strictest level among the servers of a cluster, so that it outlives whoever joins or leaves. */
export function levelOf(servers: readonly string[], safety: Settings['safety']): SafetyLevel {
  const strictest = servers.reduce((most, id) => Math.max(most, safetyLevels.indexOf(safety[id] ?? 'confirm')), 0);
  return safetyLevels[strictest] ?? 'confirm';
}

/** The same level for every server of a cluster; those of other clusters stay. */
export function withLevel(
  servers: readonly string[],
  level: SafetyLevel,
  safety: Settings['safety'],
): Settings['safety'] {
  return { ...safety, ...Object.fromEntries(servers.map((id) => [id, level])) };
}
