import { lookUp } from '#shared/domain/table.ts';
import PQueue from 'p-queue';
import type { Plan, PlanStep } from '#shared/contract/plans.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { DraftStep } from '#shared/domain/plan/compose.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { farEndRisks } from '#shared/domain/plan/far-end.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { refusedBy, type Refusal } from '#shared/domain/refusals/refusal.ts';
import { safetyOf } from '#shared/domain/refusals/safety.ts';
import { removalUndoWords } from '#shared/domain/plan/kinds/member-remove.ts';
import type { AppError, ErrorCode } from '#shared/errors/index.ts';
import type { KeptPlan, MadeToken, StepDetails } from '#shared/schema/plans/index.ts';
import type { SettingsService } from '#electron/services/settings/settings.ts';
import { heldAccount } from '#electron/services/plans/keep/held-tokens.ts';
import type { Clock } from '#electron/services/ports.ts';
import {
  openAccess,
  serversAtOnce,
  type FleetReading,
  type PlanGround,
} from '#electron/services/plans/read/reading.ts';
import { findRevocations, type Revocation } from '#electron/services/plans/tokens/revocations.ts';
import { namePattern, tokenToMake } from '#electron/services/plans/tokens/tokens.ts';
import type { ChangeDescription } from '#electron/services/change-ports.ts';

/**
 * The same data without `readonly`: so the compiler sees that the document on disk takes every value that a reading can
 * have.
 */
type Writable<T> = T extends readonly (infer Each)[]
  ? Writable<Each>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

/** What a plan is assembled from. */
export interface PlanDraft {
  readonly title: string;
  readonly steps: readonly DraftStep[];
  readonly warnings: readonly string[];
  readonly fingerprint: string;
  readonly reading: FleetReading;
  /** The plan that it takes back, and what is known of each step from it; in the order of the steps. */
  readonly undoes: { readonly plan: string; readonly steps: readonly UndoingStep[] } | null;
}

export interface UndoingStep {
  readonly step: string;
  /** Account of the token that the entry carried. */
  readonly writes: string | null;
  readonly revokes: StepDetails['revokes'];
  /** The token that WHM made for reverse trust with the entry. */
  readonly reverse: StepDetails['reverse'];
}

/** Readable, sorted by time, and unlike that of any other plan. */
export function newPlanId(now: number): string {
  const stamp = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-${crypto.randomUUID().slice(0, 6)}`;
}

/**
 * Asks each server how it would be sent and makes the plan that is kept. A server that could not be read refuses its
 * steps.
 * @returns the plan with what its runner needs; nothing is stored yet
 */
export async function assemblePlan(
  ground: PlanGround,
  settings: SettingsService,
  clock: Clock,
  draft: PlanDraft,
): Promise<KeptPlan> {
  const now = clock.now();
  const id = newPlanId(now);
  const topology = ground.fleet.topology();
  const situation = { topology, names: planNames(topology), now };
  const revocations = await findRevocations(ground, draft.steps, draft.reading);
  const descriptions = await describeAll(ground, draft, revocations);
  const lost = await lostSecrets(ground, draft);
  const details = draft.steps.map((step, index) =>
    detailsOf(id, draft, index, { isLost: lost.has(step), revocation: revocations.get(step) ?? null }),
  );
  const steps = draft.steps.map((step, index): PlanStep => {
    const description = descriptions[index];
    const account = details[index];
    const refusal = refusalOf(step, draft.reading.errors.get(step.change.server), account, description);
    const isLost = step.change.kind === 'member.remove' && (account?.inverse ?? null) === null;
    return {
      id: stepId(index),
      change: structuredClone(step.change),
      words: withRevocation(step.words.does, account, ground),
      effects: [...step.effects],
      risks: [
        ...step.risks,
        ...farEndRisks(step.change, draft.reading.fleet, situation),
        ...reverseRisks(step, account, ground),
        ...staysRisk(revocations.get(step)),
        ...(isLost ? [lost.get(step) ?? 'Not all of the entry could be read, so the step cannot be undone.'] : []),
      ],
      channel: description?.channel ?? null,
      requests: (description?.requests ?? []).map((request) => structuredClone(request)),
      verification: step.words.verification,
      undo: isLost ? null : undoWords(step, account),
      refusal: refusal && { code: refusal.code, message: refusal.message },
    };
  });
  const plan: Plan = {
    id,
    title: draft.title,
    createdAt: now,
    fingerprint: draft.fingerprint,
    steps,
    warnings: [...draft.warnings],
    safety: { ...safetyOf(serversOf(draft.steps), settings.current().safety, ground.fleet.topology()) },
    undoes: draft.undoes?.plan ?? null,
  };
  return {
    plan,
    base: structuredClone(draft.reading.fleet) as Writable<FleetConfiguration>,
    details,
    journalled: true,
  };
}

export function stepId(index: number): string {
  return `s${index + 1}`;
}

export function serversOf(steps: readonly { readonly change: Change }[]): readonly string[] {
  return [...new Set(steps.map(({ change }) => change.server))].toSorted();
}

function withRevocation(does: string, details: StepDetails | undefined, ground: PlanGround): string {
  const { nodes } = ground.fleet.topology();
  const revoked = [details?.revokes, details?.reverse].flatMap((made) =>
    made ? [`${made.name} on ${lookUp(nodes, made.on)?.label ?? made.on}`] : [],
  );
  return revoked.length === 0 ? does : `${does} Then revoke the API token ${revoked.join(' and ')}.`;
}

/** Nobody but the member's own root deletes what WHM had the member write (`whm-protocol 8`). */
function reverseRisks(
  { change }: DraftStep,
  details: StepDetails | undefined,
  { fleet }: PlanGround,
): readonly string[] {
  const reverse = details?.reverse;
  if (!reverse || change.kind !== 'member.remove') return [];
  const names = planNames(fleet.topology());
  const [member, server] = [names.member(change.address), names.server(reverse.on)];
  return [`The entry that ${member} has for ${server} stays and no longer works: delete it on ${member}.`];
}

function staysRisk(revocation: Revocation | undefined): readonly string[] {
  return revocation && 'stays' in revocation ? [revocation.stays] : [];
}

/** An entry whose token is revoked comes back with another one. */
function undoWords({ change, words }: DraftStep, details: StepDetails | undefined): string | null {
  return change.kind === 'member.remove' && change.revoke === true && details?.revokes && words.undo !== null
    ? removalUndoWords(change.address, 'new')
    : words.undo;
}

function detailsOf(
  id: string,
  draft: PlanDraft,
  index: number,
  { isLost, revocation }: { readonly isLost: boolean; readonly revocation: Revocation | null },
): StepDetails {
  const step = draft.steps[index] as DraftStep;
  const { change } = step;
  const undoing = draft.undoes?.steps[index] ?? null;
  const revokes = undoing?.revokes ?? (revocation && 'token' in revocation ? revocation.token : null);
  const keeps = !isLost && keepsToken(change) ? `plan:${id}:${stepId(index)}` : null;
  return {
    inverse: keeps === null && change.kind === 'member.remove' ? null : structuredCloneOf(inverseFor(step, revokes)),
    keeps,
    writes: undoing?.writes ?? writtenAccount(id, draft, index),
    revokes,
    reverse: undoing?.reverse ?? null,
    undoes: undoing?.step ?? null,
  };
}

/** A token that is revoked with its entry cannot come back: the entry is made again with a new one. */
function inverseFor({ inverse }: DraftStep, revokes: StepDetails['revokes']): Change | null {
  if (inverse?.kind !== 'member.add' || !revokes) return inverse;
  return { ...inverse, member: { ...inverse.member, token: { from: 'made', on: revokes.on } } };
}

function structuredCloneOf(change: Change | null): StepDetails['inverse'] {
  return structuredClone(change);
}

/** Whether the step ends the use of a token that its undo needs. */
function keepsToken(change: Change): boolean {
  return change.kind === 'member.remove' || change.kind === 'member.edit';
}

/**
 * Deletions of entries whose secret their form does not show, each with why: a plug-in may name its fields as it likes,
 * and those of VPS.NET are inferred. The form of a cPanel member is known, and read only when its step begins.
 */
async function lostSecrets(ground: PlanGround, { steps, reading }: PlanDraft): Promise<ReadonlyMap<DraftStep, string>> {
  const lost = new Map<DraftStep, string>();
  for (const step of steps) {
    const { change } = step;
    if (change.kind !== 'member.remove') continue;
    const member = lookUp(lookUp(lookUp(reading.fleet, change.server)?.members, change.as), change.address);
    if (!member || (member.module ?? 'cPanel') === 'cPanel') continue;
    const access = await openAccess(ground, change.server);
    const read = access.ok ? await access.value.changes.readEntryToken(change.as, change.address) : access;
    if (read.ok) continue;
    lost.set(
      step,
      `What this back end is entered with cannot be read, so the step cannot be undone: ${read.error.message}`,
    );
  }
  return lost;
}

/** Where the token that a step writes is kept already. */
function writtenAccount(id: string, { steps }: PlanDraft, index: number): string | null {
  const change = steps[index]?.change;
  if (change?.kind !== 'member.add' && change?.kind !== 'member.edit') return null;
  const token = change.kind === 'member.add' ? change.member.token : change.token;
  if (token.from === 'held') return heldAccount(token.id);
  if (change.kind === 'member.edit' || token.from !== 'entry') return null;
  // An entry that is written anew takes its token from the step that removes it.
  const removal = steps.findIndex(
    ({ change: other }) =>
      other.kind === 'member.remove' &&
      other.server === change.server &&
      other.as === change.as &&
      other.address === change.member.address,
  );
  return removal >= 0 && removal < index ? `plan:${id}:${stepId(removal)}` : null;
}

function refusalOf(
  { change, refusal }: DraftStep,
  error: AppError | undefined,
  details: StepDetails | undefined,
  description: ChangeDescription | undefined,
): Refusal<ErrorCode> | null {
  const subject = { kind: 'server', id: change.server } as const;
  if (error) return refusedBy(error, subject);
  if (refusal) return refusal;
  if (change.kind === 'member.add' && change.member.token.from === 'entry' && details?.writes === null) {
    const message = 'The token that the entry carried is not kept here: enter one.';
    return refusedBy({ code: 'plan.precondition', message }, subject);
  }
  return description?.refusal ? refusedBy(description.refusal, subject) : null;
}

/** Asks servers side by side, and each for one change after the other: the first finds out the channels. */
async function describeAll(
  ground: PlanGround,
  { steps, reading, undoes }: PlanDraft,
  revocations: ReadonlyMap<DraftStep, Revocation>,
): Promise<readonly (ChangeDescription | undefined)[]> {
  const descriptions: (ChangeDescription | undefined)[] = steps.map(() => undefined);
  const queue = new PQueue({ concurrency: serversAtOnce });
  await queue.addAll(
    serversOf(steps).map((id) => async () => {
      if (reading.errors.has(id) || !lookUp(reading.fleet, id)) return;
      const access = await openAccess(ground, id);
      for (const [index, step] of steps.entries()) {
        if (step.change.server !== id || step.refusal) continue;
        descriptions[index] = access.ok
          ? await withTokenRequests(
              ground,
              step.change,
              revokedWith(undoes?.steps[index] ?? null, revocations.get(step)),
              await access.value.changes.describeChange(step.change),
            )
          : { channel: null, requests: [], refusal: access.error };
      }
    }),
  );
  return descriptions;
}

/** Tokens that go with the step. */
function revokedWith(undoing: UndoingStep | null, revocation: Revocation | undefined): readonly MadeToken[] {
  const found = revocation && 'token' in revocation ? revocation.token : null;
  return [undoing?.revokes ?? found, undoing?.reverse ?? null].filter((token) => token !== null);
}

/**
 * A token that is made for the entry comes before the change, one that is revoked comes after it: on the server that it
 * opens.
 */
async function withTokenRequests(
  ground: PlanGround,
  change: Change,
  revoked: readonly MadeToken[],
  description: ChangeDescription,
): Promise<ChangeDescription> {
  if (description.refusal !== null) return description;
  const made = tokenToMake(change);
  const tokens = [made && { ...made, name: namePattern }, ...revoked];
  const requests = [...description.requests];
  for (const [index, token] of tokens.entries()) {
    if (!token) continue;
    const access = await openAccess(ground, token.on);
    if (!access.ok) return { channel: null, requests: [], refusal: access.error };
    const act = index === 0 ? 'create' : 'revoke';
    const request = access.value.changes.describeMemberToken(act, token.name);
    if (act === 'create') requests.unshift(request);
    else requests.push(request);
  }
  return { ...description, requests };
}
