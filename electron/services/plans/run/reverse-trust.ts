import { lookUp } from '#shared/domain/table.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import type { MadeToken, StepDetails } from '#shared/schema/plans/index.ts';
import { addressOf } from '#electron/services/servers/inventory.ts';
import type { ReverseTrustSaid } from '#electron/services/change-ports.ts';
import { targetOf } from '#electron/services/plans/read/member-server.ts';
import type { PlanGround, ServerAccess } from '#electron/services/plans/read/reading.ts';
import { isReverseToken, revokeToken } from '#electron/services/plans/tokens/tokens.ts';

/**
 * WHM's own 'Setup Reverse Trust Relationship' (`whm-protocol 3.4`): the server makes a token of its own and posts it
 * to the member, which adds the server. What came of it is told by three witnesses: WHM's page, the names of the
 * server's tokens before and after, and the member itself, where it answers us.
 */

/** A change that lets WHM set up reverse trust. */
export type ReverseChange = Extract<Change, { kind: 'member.add' | 'member.edit' }>;

/** @returns the change where it has WHM set up reverse trust; else null */
export function reverseChange(change: Change): ReverseChange | null {
  if (change.kind === 'member.add') return change.member.contact === 'trust' ? change : null;
  return change.kind === 'member.edit' && change.contact === 'trust' ? change : null;
}

/**
 * Names of the tokens that WHM has made for reverse trust on the server so far.
 * @returns null where they cannot be told: another user's (WHM makes them for whose session it is), or a token without
 *   manage-api-tokens
 */
export async function reverseTokensOf(
  { inventory }: PlanGround,
  { changes }: ServerAccess,
  { server, as }: ReverseChange,
): Promise<readonly string[] | null> {
  if (inventory.find(server)?.user !== as) return null;
  const names = await changes.tokenNames();
  return names.ok ? names.value.filter(isReverseToken) : null;
}

/** What is known when the entry stands. */
export interface ReverseQuestion {
  readonly change: ReverseChange;
  readonly details: Pick<StepDetails, 'writes'>;
  /** WHM's page; `unknown` also where its answer was lost. */
  readonly said: ReverseTrustSaid;
  /** As {@link reverseTokensOf}, before the change was sent. */
  readonly before: readonly string[] | null;
  /** The token of the entry; null: it is looked for in the keychain. */
  readonly memberToken: string | null;
}

/** What came of it. */
export interface ReverseEnd {
  /** A remark for the user; null: it stands, and there is nothing to say. */
  readonly note: AppError | null;
  /** The token that the member uses now, or may use; null: none, or it cannot be told. */
  readonly token: MadeToken | null;
  /** False: nothing tells that WHM has done anything about it. */
  readonly ran: boolean;
}

/**
 * Finds out whether the reverse trust stands, and revokes the token of one that does not. What cannot be told is left
 * as it is, and named.
 */
export async function concludeReverse(
  ground: PlanGround,
  access: ServerAccess,
  question: ReverseQuestion,
): Promise<ReverseEnd> {
  const { change, said, before } = question;
  const far = await memberSays(ground, question);
  const now = await reverseTokensOf(ground, access, change);
  const fresh = before === null || now === null ? null : now.filter((name) => !before.includes(name));
  const tokens: Tokens = { ground, server: change.server, as: change.as, fresh };
  // That the member has an entry proves nothing: it may be an older one.
  const ran = said !== 'unknown' || fresh?.length !== 0;
  const names = planNames(ground.fleet.topology());
  const [here, member] = [names.server(change.server), names.member(memberOf(change).address)];
  if (far === true && (said === 'not-established' || fresh?.length === 0)) {
    return remark(
      `Reverse trust could not be established anew, and ${member} has an entry for ${here} all the same, perhaps an older one. ${stays(tokens, here)}`,
      tokens,
      ran,
    );
  }
  if (far === true || (far === null && said === 'established')) {
    return { note: nameless(tokens, here), token: onlyOne(tokens), ran };
  }
  if (far === null && said === 'unknown' && fresh?.length !== 0) {
    return remark(
      `The entry is there, but whether ${member} trusts ${here} could not be found out. Look on ${member} for an entry of ${here}. ${stays(tokens, here)}`,
      tokens,
      ran,
    );
  }
  const cleared = await clear(tokens, here);
  const proof = far === false ? `: ${member} has no entry for ${here}.` : ', as WHM says.';
  const why = fresh?.length === 0 ? ` ${here} could make no API token for it.` : '';
  return {
    note: appError(
      'plan.partial',
      `The entry is there, but reverse trust could not be established${proof}${why}${cleared} Add ${here} on ${member} by hand, or edit the entry and set up reverse trust again.`,
    ),
    token: null,
    ran,
  };
}

interface Tokens {
  readonly ground: PlanGround;
  readonly server: string;
  /** Whose they are. */
  readonly as: string;
  /** Names that were not there before; null: not known. */
  readonly fresh: readonly string[] | null;
}

/** The one token that this run made. Of several nobody knows which: somebody else set up trust at the same time. */
function onlyOne({ server, fresh }: Tokens): MadeToken | null {
  const [name, ...others] = fresh ?? [];
  return name !== undefined && others.length === 0 ? { on: server, name, print: null } : null;
}

function remark(message: string, tokens: Tokens, ran: boolean): ReverseEnd {
  return { note: appError('plan.partial', message), token: onlyOne(tokens), ran };
}

/** WHM shows each user his own tokens only (`whm-protocol 2.3`). */
function ofUser({ as }: Tokens): string {
  return as === 'root' ? '' : ` of the user ${as}`;
}

/** Which token is left, and where the user finds it. */
function stays(tokens: Tokens, here: string): string {
  const { fresh } = tokens;
  if (fresh?.length === 0) return `${here} made no API token for it.`;
  const named =
    fresh === null ? 'An API token whose name begins with reverse_trust_' : `The API token ${fresh.join(' or ')}`;
  return `${named} is left on ${here}: revoke it in Manage API Tokens${ofUser(tokens)} unless the member’s entry for ${here} uses it.`;
}

/** A remark where it stands and its token cannot be told from others, so that no undo will revoke it. */
function nameless(tokens: Tokens, here: string): AppError | null {
  if (onlyOne(tokens) !== null) return null;
  return appError(
    'plan.partial',
    `Reverse trust stands; which API token of ${here} WHM made for it could not be told, so an undo leaves it: its name begins with reverse_trust_ (Manage API Tokens${ofUser(tokens)}).`,
  );
}

/** Revokes the token that nobody needs. @returns a sentence on it, with a blank before it */
async function clear(tokens: Tokens, here: string): Promise<string> {
  const made = onlyOne(tokens);
  if (tokens.fresh?.length === 0) return '';
  if (made === null) return ` ${stays(tokens, here)}`;
  const revoked = await revokeToken(tokens.ground, made);
  return revoked.ok
    ? ` The API token ${made.name}, which WHM had made for it, was revoked.`
    : ` The API token ${made.name}, which WHM had made for it, is still there: ${revoked.error.message}`;
}

/** WHM's port for API tokens (`whm-protocol 1.1`). */
const whmPort = 2087;

/**
 * Asks the member whether it has an entry for the server, with the token that the server's entry carries. A member that
 * is none of ours has no certificate that was ever accepted here: an authority has to vouch for it, or it is not asked.
 * @returns null: it did not say
 */
async function memberSays(
  ground: PlanGround,
  { change, details, memberToken }: ReverseQuestion,
): Promise<boolean | null> {
  const { connector, fleet, vault } = ground;
  const { address, host, user } = memberOf(change);
  const [own, other = null] = lookUp(fleet.topology().nodes, change.server)?.addresses ?? [];
  if (own === undefined) return null;
  let token = memberToken;
  if (token === null && details.writes !== null) {
    const held = await vault.token(details.writes);
    token = held.ok ? held.value : null;
  }
  if (token === null) return null;
  const target = targetOf(ground, address, host);
  // A place of its own in the connector, as for the trial of an entry.
  const id = `${target?.id ?? address}:reverse:${change.server}`;
  const place = target ? { ...addressOf(target), id, user } : { id, host, port: whmPort, user, pin: null };
  const answer = await connector.client(place, token).hasEntryFor(own, other);
  connector.forget(id);
  return answer.ok ? answer.value : null;
}

function memberOf(change: ReverseChange): { readonly address: string; readonly host: string; readonly user: string } {
  if (change.kind === 'member.add') return change.member;
  const { address, hostname, user } = change;
  return { address, host: hostname ?? address, user };
}
