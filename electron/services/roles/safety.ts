import type { RoleChange } from '#shared/contract/roles.ts';
import { safetyOf, type SafetyLevel } from '#shared/domain/plan/safety.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { appError, type AppError } from '#shared/errors/index.ts';

/**
 * Whether roles may be changed at once, without a plan: the preview beside the button is the confirmation.
 * @param levels how careful each cluster wants to be treated, by server id
 * @returns why not (`plan.precondition`); null when they may
 */
export function refusedAtOnce(
  changes: readonly RoleChange[],
  levels: Readonly<Record<string, SafetyLevel>>,
  topology: Topology,
): AppError | null {
  const { level, name } = safetyOf(
    changes.map(({ server }) => server),
    levels,
    topology,
  );
  if (level === 'read-only') {
    return appError('plan.precondition', `The cluster of ${name} is read-only: set it to another level first.`);
  }
  if (level === 'type-name') {
    return appError(
      'plan.precondition',
      `The cluster of ${name} wants a name typed before anything is changed: add the change to the pending ones and apply them as a plan.`,
    );
  }
  return null;
}
