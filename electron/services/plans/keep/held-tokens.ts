import type { Change } from '#shared/domain/plan/change.ts';
import { failure, ok, type Result } from '#shared/errors/index.ts';
import type { Log } from '#electron/services/ports.ts';
import type { Vault } from '#electron/services/vault/vault.ts';
import type { PlanHistory } from './history.ts';
import type { PlanRecord } from './record.ts';
import type { PlanArchive } from '#electron/services/change-ports.ts';
import { stepRecord } from './run-state.ts';
import { sourceOf } from '#electron/services/plans/tokens/tokens.ts';

const prefix = 'held:';

/** Account of a token that the user typed for a member. */
export function heldAccount(id: string): string {
  return `${prefix}${id}`;
}

/** Tokens that the user typed: kept as long as something needs them, and no longer. */
export interface HeldTokens {
  /** @returns the id by which a change names the token */
  hold(token: string): Promise<Result<{ readonly id: string }>>;
  /**
   * What is pending has changed: removes what was typed for changes that are pending no more. A plan that was only
   * looked at needs nothing.
   * @param pending also those that were discarded and can still be brought back
   */
  keepOnly(pending: readonly string[]): Promise<void>;
  /**
   * As `keepOnly`, for a page that has just begun: no dialog of before is open any more, but plans that may be applied
   * need theirs.
   */
  begin(pending: readonly string[]): Promise<void>;
}

export interface HeldTokensParts {
  readonly vault: Vault;
  readonly archive: PlanArchive;
  readonly history: PlanHistory;
  readonly log: Log;
}

/** @returns the ids of tokens that the changes name */
export function heldIn(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => {
    const source = sourceOf(change);
    return source?.from === 'held' ? [source.id] : [];
  });
}

/** Of the steps that are not done. */
function accountsLeft({ kept, run }: PlanRecord): readonly { readonly step: string; readonly account: string }[] {
  return kept.plan.steps.flatMap(({ id }, index) => {
    const account = kept.details[index]?.writes ?? null;
    return account?.startsWith(prefix) && stepRecord(run, id).state !== 'verified' ? [{ step: id, account }] : [];
  });
}

/**
 * Before a plan is carried out: a token that is missing in the middle would leave it half done.
 * @returns `plan.precondition` when the token of a step was removed with its change
 */
export async function checkHeld(vault: Vault, record: PlanRecord): Promise<Result<void>> {
  for (const { step, account } of accountsLeft(record)) {
    const token = await vault.token(account);
    if (!token.ok && token.error.code === 'keychain.missing') {
      return failure(
        'plan.precondition',
        `The API token that was typed for step ${step} went with its change, which was discarded: enter it again.`,
      );
    }
  }
  return ok(undefined);
}

export function createHeldTokens({ vault, archive, history, log }: HeldTokensParts): HeldTokens {
  /** Typed just now: the change that names them is still on its way. */
  const fresh = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  /** A plan that is under way, or can be resumed, needs what it has not yet written. */
  const needs = (record: PlanRecord, orReady: boolean): boolean => {
    if (record.live !== null) return true;
    if (record.run.startedAt === null) return orReady;
    return record.run.finished !== 'done' && history.undone(record.kept.plan.id).steps.size === 0;
  };
  const neededByPlans = async (orReady: boolean): Promise<ReadonlySet<string>> => {
    const needed = new Set<string>();
    for (const { plan } of history.runs()) {
      const before = history.find(plan.id);
      if (!before || accountsLeft(before).length === 0) continue;
      // Another process may have begun it.
      if (before.live === null) await history.reload(plan.id);
      const record = history.find(plan.id);
      if (record && needs(record, orReady)) for (const { account } of accountsLeft(record)) needed.add(account);
    }
    return needed;
  };
  const tidy = async (pending: readonly string[], orReady: boolean): Promise<void> => {
    const wanted = new Set([...pending, ...fresh]);
    const left = (await archive.held()).filter((id) => !wanted.has(id));
    if (left.length === 0) return;
    const needed = await neededByPlans(orReady);
    for (const id of left) {
      if (needed.has(heldAccount(id))) continue;
      const deleted = await vault.deleteToken(heldAccount(id));
      // Its name stays until it is gone: nothing else knows of it.
      if (deleted.ok) await archive.forgetHeld(id);
      else log.warn('a typed token could not be deleted', { code: deleted.error.code });
    }
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const result = turn.then(work).catch((error: unknown) => {
      log.warn('typed tokens could not be tidied up', { error: String(error) });
    });
    turn = result;
    return result;
  };

  return {
    async hold(token) {
      const id = crypto.randomUUID();
      fresh.add(id);
      // The name first: a token that nobody knows of could never be removed.
      const noted = await archive.noteHeld(id);
      if (!noted.ok) return noted;
      const stored = await vault.storeToken(heldAccount(id), token);
      return stored.ok ? ok({ id }) : stored;
    },
    keepOnly(pending) {
      for (const id of pending) fresh.delete(id);
      return inTurn(() => tidy(pending, false));
    },
    begin(pending) {
      fresh.clear();
      return inTurn(() => tidy(pending, true));
    },
  };
}
