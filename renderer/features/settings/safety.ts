import type { Settings } from '#shared/contract/settings.ts';
import { safetyLevels, type SafetyLevel } from '#shared/domain/refusals/safety.ts';

export const safetyWords: Readonly<Record<SafetyLevel, string>> = {
  open: 'Apply at once',
  confirm: 'Confirm',
  'type-name': 'Type the name',
  'read-only': 'Read-only',
};

/**
 * The strictest level that any server of a cluster carries, so that it outlives whoever joins or leaves; `confirm` when
 * none carries one.
 */
export function levelOf(servers: readonly string[], safety: Settings['safety']): SafetyLevel {
  const carried = new Set(servers.flatMap((id) => safety[id] ?? []));
  return safetyLevels.findLast((level) => carried.has(level)) ?? 'confirm';
}

/** The same level for every server of a cluster; those of other clusters stay. */
export function withLevel(
  servers: readonly string[],
  level: SafetyLevel,
  safety: Settings['safety'],
): Settings['safety'] {
  return { ...safety, ...Object.fromEntries(servers.map((id) => [id, level])) };
}
