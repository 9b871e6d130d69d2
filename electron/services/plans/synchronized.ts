import type { Change } from '#shared/domain/plan/change.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import { openAccess, type PlanGround } from './reading.ts';

type Synchronize = Extract<Change, { kind: 'synchronize' }>;

/** How long zones are waited for, ms. */
export interface SynchronizeLimits {
  readonly pollEveryMs: number;
  readonly deadlineMs: number;
  /** Nothing more has arrived for so long: what is still missing does not come. */
  readonly stillMs: number;
}

export interface SynchronizeOutcome {
  readonly state: 'verified' | 'unverified' | 'failed';
  readonly error: AppError | null;
}

/** Zones that somebody should have and has not, by server. */
type Missing = ReadonlyMap<string, readonly string[]>;

/** Members of ours that receive zones from the server, and send theirs. */
function partnersOf({ fleet }: PlanGround, server: string): readonly string[] {
  const { links, nodes } = fleet.topology();
  return Object.values(links)
    .filter((link) => link.from === server && link.role !== null && link.role !== 'standalone')
    .filter((link) => link.member.disabled !== true && nodes[link.to]?.kind === 'server')
    .map((link) => link.to);
}

async function zonesOf(ground: PlanGround, id: string): Promise<readonly string[] | null> {
  const access = await openAccess(ground, id);
  const read = access.ok ? await access.value.changes.zoneNames() : access;
  return read.ok ? read.value : null;
}

/** @returns null when a zone list could not be read */
async function missingZones(ground: PlanGround, { server, scope }: Synchronize): Promise<Missing | null> {
  const partners = partnersOf(ground, server);
  const ids = [server, ...partners];
  const lists = await Promise.all(ids.map((id) => zonesOf(ground, id)));
  if (lists.some((list) => list === null)) return null;
  const zones = new Map(ids.map((id, index) => [id, new Set(lists[index])]));
  const own = zones.get(server) ?? new Set<string>();
  const expected =
    scope.zones === 'one'
      ? new Set([scope.zone])
      : scope.where === 'everywhere'
        ? own
        : new Set(partners.flatMap((id) => [...(zones.get(id) ?? [])]));
  const receivers = scope.where === 'here' ? [server] : scope.zones === 'one' ? ids : partners;
  return new Map(
    receivers
      .map((id) => [id, [...expected].filter((zone) => zones.get(id)?.has(zone) !== true)] as const)
      .filter(([, missing]) => missing.length > 0),
  );
}

const count = (missing: Missing): number => [...missing.values()].reduce((sum, zones) => sum + zones.length, 0);

/**
 * Waits until the zones have arrived, as far as their names tell: a serial that was old on the far side is not seen here.
 * @param progress told which zone is waited for
 * @returns `failed` when a zone that was asked for by name, or every one of a full synchronization, did not arrive
 */
export async function awaitZones(
  ground: PlanGround,
  change: Synchronize,
  limits: SynchronizeLimits,
  progress: (text: string) => void,
): Promise<SynchronizeOutcome> {
  const start = performance.now();
  let arrivedAt = start;
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const missing = await missingZones(ground, change);
    const left = missing === null ? null : count(missing);
    if (left === 0) return { state: 'verified', error: null };
    const now = performance.now();
    if (left !== null && left < before) [before, arrivedAt] = [left, now];
    if (missing && left !== null) progress(words(missing, left, ground));
    if (now - start > limits.deadlineMs || now - arrivedAt > limits.stillMs) return ended(ground, change, missing);
    await new Promise((resolve) => setTimeout(resolve, limits.pollEveryMs));
  }
}

function words(missing: Missing, left: number, { fleet }: PlanGround): string {
  const [[id, zones] = ['', []]] = [...missing];
  const label = fleet.topology().nodes[id]?.label ?? id;
  return `${zones[0] ?? ''} on ${label}${left > 1 ? ` and ${left - 1} more` : ''}`;
}

function ended(ground: PlanGround, { scope }: Synchronize, missing: Missing | null): SynchronizeOutcome {
  if (missing === null) {
    return {
      state: 'unverified',
      error: appError('plan.partial', 'The synchronization was started, but a zone list could not be read.'),
    };
  }
  const message = `Not arrived: ${words(missing, count(missing), ground)}.`;
  // Zones that belong to no account do not move with the others, and which ones they are is not known here.
  return scope.zones === 'one' || scope.full
    ? { state: 'failed', error: appError('plan.partial', message) }
    : {
        state: 'unverified',
        error: appError(
          'plan.partial',
          `${message} It may belong to no account: those move in a full synchronization only.`,
        ),
      };
}
