import type { Change, TokenSource } from '#shared/domain/plan/change.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { MadeToken, StepDetails } from '#shared/schema/plans/index.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import { openAccess, type PlanGround, type ServerAccess } from '#electron/services/plans/read/reading.ts';
import { printOf } from '#electron/services/plans/token-print.ts';

/** Tokens that Nameward makes for entries are known by their name. */
const namePrefix = 'nameward_';
/** WHM's own name for a token of 'Setup Reverse Trust Relationship' (`whm-protocol 3.4`): `reverse_trust_<uuid>`. */
const reversePattern = /^reverse_trust_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether WHM made the token to set up reverse trust. */
export function isReverseToken(name: string): boolean {
  return reversePattern.test(name);
}

/** The name as a preview shows it: chosen only when the step begins, so that no two steps share one. */
export const namePattern = `${namePrefix}...`;

/** @returns the token that the step will make, named before it is made; null: it makes none */
export function tokenToMake(change: Change): MadeToken | null {
  const source = sourceOf(change);
  return source?.from === 'made'
    ? { on: source.on, name: `${namePrefix}${crypto.randomUUID().slice(-12)}`, print: null }
    : null;
}

/** @returns where the token of the entry comes from that the change writes; null: it writes none */
export function sourceOf(change: Change): TokenSource | null {
  if (change.kind === 'member.add') return change.member.token;
  return change.kind === 'member.edit' ? change.token : null;
}

/** What a step sends, and what it must not lose. Lives as long as the step. */
export interface StepTokens {
  /** For the entry; null: the change carries none. */
  readonly memberToken: string | null;
}

/**
 * Gets the tokens of a step ready: keeps the one that the entry carries, then finds or makes the one that is written.
 * Nothing is changed on a server but that a token is made.
 */
export async function prepareTokens(
  ground: PlanGround,
  { changes }: ServerAccess,
  change: Change,
  details: StepDetails,
  made: MadeToken | null,
  /** Durable when it resolves: from then on the token may stand in an entry. */
  tell: (print: string) => Promise<Result<void>>,
): Promise<Result<StepTokens>> {
  let carried: string | null = null;
  const edits = change.kind === 'member.edit';
  if ((edits || change.kind === 'member.remove') && (details.keeps !== null || edits)) {
    const read = await changes.readEntryToken(change.as, change.address);
    if (!read.ok) {
      if (suspends(read.error)) ground.fleet.refused(change.server, read.error);
      return err(unreadable(read.error));
    }
    carried = read.value;
    const kept = details.keeps === null ? ok(undefined) : await ground.vault.storeToken(details.keeps, carried);
    if (!kept.ok) return err(notKept(kept.error));
  }
  if (details.writes !== null) {
    const held = await ground.vault.token(details.writes);
    return held.ok ? ok({ memberToken: held.value }) : held;
  }
  if (made) {
    const access = await openAccess(ground, made.on);
    if (!access.ok) return access;
    const created = await access.value.changes.createMemberToken(made.name);
    if (created.ok) {
      const told = await tell(await printOf(created.value));
      return told.ok ? ok({ memberToken: created.value }) : told;
    }
    if (suspends(created.error)) ground.fleet.refused(made.on, created.error);
    return created;
  }
  return ok({ memberToken: edits ? carried : null });
}

function unreadable(error: AppError): AppError {
  return {
    ...error,
    message: `The token of the entry could not be read, without which the step cannot be undone; nothing was sent. ${error.message}`,
  };
}

function notKept(error: AppError): AppError {
  return {
    ...error,
    message: `The token of the entry could not be kept for the undo; nothing was sent. ${error.message}`,
  };
}

/** Whether a token was made for one entry, by Nameward or by WHM, so that nothing else uses it. */
export function isMadeForAnEntry(name: string): boolean {
  return name.startsWith(namePrefix) || isReverseToken(name);
}

/** Takes back a token that Nameward, or WHM for a step of a plan, has made. @returns why it is still there */
export async function revokeToken(
  ground: PlanGround,
  { on, name }: Pick<MadeToken, 'on' | 'name'>,
): Promise<Result<void>> {
  if (!isMadeForAnEntry(name)) {
    return err(appError('internal', 'Only tokens that plans have made are revoked.'));
  }
  const access = await openAccess(ground, on);
  return access.ok ? await access.value.changes.revokeMemberToken(name) : access;
}
