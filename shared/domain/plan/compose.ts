import type { Refusal } from '#shared/domain/refusals/refusal.ts';
import { lookUp } from '#shared/domain/table.ts';
import { applyChange } from './apply.ts';
import type { Change, Intention } from './change.ts';
import type { FleetConfiguration } from './configuration.ts';
import { gatherLists } from './gather.ts';
import { contestWarnings } from './identity.ts';
import { intentionKindOf } from '#shared/domain/plan/intentions/index.ts';
import { inverseOf } from './inverse.ts';
import { kindOf } from '#shared/domain/plan/kinds/index.ts';
import type { ChangeWords } from '#shared/domain/plan/kinds/kind.ts';
import { mergingWarnings } from './merging.ts';
import { orderByNames, orderChanges } from './order.ts';
import { changeRefusal } from './precondition.ts';
import type { PlanSituation } from './situation.ts';

/** One step as the domain sees it; channel and requests come from the server's client. */
export interface DraftStep {
  readonly change: Change;
  readonly words: ChangeWords;
  /** What it comes to for zones and members, a sentence each. */
  readonly effects: readonly string[];
  readonly risks: readonly string[];
  /** Why it cannot be done. */
  readonly refusal: Refusal | null;
  /** The change that takes it back, from the settings just before the step; null: cannot be undone. */
  readonly inverse: Change | null;
}

export interface DraftPlan {
  readonly steps: readonly DraftStep[];
  readonly warnings: readonly string[];
  /** Of what the plan was computed from; another one means: the fleet has moved. */
  readonly fingerprint: string;
}

/**
 * @returns every single change that the wishes come to, in the order of carrying out, and what is to be said of them as
 *   a whole
 */
export function expandWishes(
  changes: readonly Change[],
  intentions: readonly Intention[],
  situation: PlanSituation,
): { readonly changes: readonly Change[]; readonly warnings: readonly string[] } {
  const expansions = intentions.map((intention) => intentionKindOf(intention).expand(intention, situation));
  const wanted = orderChanges(gatherLists([changes, ...expansions.map((each) => each.changes)]), (server) =>
    situation.names.server(server),
  );
  return {
    changes: wanted,
    warnings: [
      ...contestWarnings(wanted, intentions, situation),
      ...expansions.flatMap((each) => [...each.warnings, ...(each.impossible === null ? [] : [each.impossible])]),
    ],
  };
}

/**
 * Makes ordered steps of what a user wants.
 * @param fleet the settings as they are
 */
export function composePlan(
  changes: readonly Change[],
  intentions: readonly Intention[],
  fleet: FleetConfiguration,
  situation: PlanSituation,
): DraftPlan {
  const wanted = expandWishes(changes, intentions, situation);
  return {
    ...composeInOrder(orderByNames(wanted.changes, fleet), fleet, situation),
    warnings: [...mergingWarnings(wanted.changes, situation), ...wanted.warnings],
  };
}

/**
 * Makes steps of changes in the very order given: what undoes a plan runs backwards.
 * @param fleet the settings as they are
 */
export function composeInOrder(
  ordered: readonly Change[],
  fleet: FleetConfiguration,
  situation: PlanSituation,
): Pick<DraftPlan, 'steps' | 'fingerprint'> {
  const steps: DraftStep[] = [];
  let now = fleet;
  for (const change of ordered) {
    const refusal = changeRefusal(change, now, situation.names);
    const kind = kindOf(change);
    const words = kind.words(change, situation.names);
    const moment = { before: now, situation, planned: ordered };
    const inverse = inverseOf(change, now);
    steps.push({
      change,
      words: { ...words, undo: inverse === null ? null : words.undo },
      effects: kind.effects(change, moment),
      risks: kind.risks(change, moment),
      refusal,
      inverse,
    });
    if (!refusal) now = applyChange(now, change);
  }
  return { steps, fingerprint: fingerprintOf(fleet, ordered) };
}

/** FNV-1a over the settings of every server that the changes touch: short, stable, and not for security. */
export function fingerprintOf(fleet: FleetConfiguration, changes: readonly Change[]): string {
  const servers = [...new Set(changes.map((change) => change.server))].toSorted();
  const text = JSON.stringify(servers.map((id) => [id, sorted(lookUp(fleet, id) ?? null)]));
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** Plain data with the keys of every record in one order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
