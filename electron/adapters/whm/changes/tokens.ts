import type { RequestDescription } from '#shared/contract/requests.ts';
import { describeCall } from './describe.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { callFunction } from '#electron/adapters/whm/api/calls.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { createToken, listTokens, revokeToken, tokenDetails } from './functions.ts';

/** `whm-protocol 1.2`. */
const namePattern = /^[A-Za-z0-9_-]{1,50}$/;

/** All that a member's entry needs (`whm-protocol 2.3`). */
const memberAcls = ['clustering'];

function checkName(name: string): void {
  if (!namePattern.test(name)) {
    throw whmFailure('input.invalid', 'The name of an API token has 1 to 50 of A-Z, a-z, 0-9, _ and -.');
  }
}

/**
 * Makes an API token of the caller with the ACL clustering and no expiry. Sent once.
 * @returns the token: a secret
 * @throws WhmFailure `input.invalid`, `whm.forbidden` without the ACL manage-api-tokens, `whm.rejected` (the name is
 *   taken), and what a call gives
 */
export async function createMemberToken(access: Access, name: string, signal?: AbortSignal): Promise<string> {
  checkName(name);
  return callFunction(access, createToken, { name, acls: memberAcls }, signal);
}

/** The request that makes or revokes a token, as it will be sent. */
export function describeMemberToken(access: Access, act: 'create' | 'revoke', name: string): RequestDescription {
  return act === 'create'
    ? describeCall(access, createToken.name, createToken.query({ name, acls: memberAcls }))
    : describeCall(access, revokeToken.name, revokeToken.query({ name }));
}

/**
 * Revokes a token of the caller; WHM says nothing against an unknown name (`whm-protocol 2.3`).
 * @throws WhmFailure as {@link createMemberToken}
 */
export async function revokeMemberToken(access: Access, name: string, signal?: AbortSignal): Promise<void> {
  checkName(name);
  await callFunction(access, revokeToken, { name }, signal);
}

/**
 * @param token of the caller, perhaps
 * @returns its name; null: the caller has none such
 * @throws WhmFailure `whm.forbidden` without the ACL manage-api-tokens, and what a call gives
 */
export async function readTokenName(access: Access, token: string, signal?: AbortSignal): Promise<string | null> {
  const { name } = await callFunction(access, tokenDetails, { token }, signal);
  return name === null ? null : access.redact(name, 50);
}

/** @throws WhmFailure `whm.forbidden` without the ACL manage-api-tokens, and what a call gives */
export async function readTokenNames(access: Access, signal?: AbortSignal): Promise<readonly string[]> {
  const names = await callFunction(access, listTokens, {}, signal);
  return names.map((name) => access.redact(name, 50));
}
