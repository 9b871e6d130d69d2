import { defaultPlanLimits, type PlanLimits } from '#electron/services/plans/run/step-work.ts';

/**
 * How many times faster than in life time passes in the cases: what a zone needs and what Nameward waits for it are
 * shortened alike, so that a wait which is too short stays too short. `NAMEWARD_CASES_PACE=1` is life.
 */
export const pace = Number(process.env['NAMEWARD_CASES_PACE'] ?? '8');

/** Every time of the product's own patience, shortened. */
export const patience: PlanLimits = JSON.parse(JSON.stringify(defaultPlanLimits), (_key, value: unknown) =>
  typeof value === 'number' ? Math.ceil(value / pace) : value,
) as PlanLimits;
