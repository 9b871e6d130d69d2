import type { Change } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { callFunction, ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { clusterMemberHasTrustWith } from '#electron/adapters/whm/api/functions.ts';
import { clusterUserFor } from '#electron/adapters/whm/pages/own-entry.ts';
import { writePage, type PageOutcome, type PageRequest } from '#electron/adapters/whm/pages/page-request.ts';
import { checkMember, tokenText } from './page-requests.ts';

type AddMember = Extract<Change, { kind: 'member.add' }>;

/** Open to every token with the ACL clustering, whatever the policy on pages (`whm-protocol 1.3`, `3.5`). */
const path = '/cgi/trustclustermaster.cgi';

/** @returns why the peer protocol cannot add this member; null when it can */
export function peerRefusal({ as, member }: AddMember): string | null {
  if (member.module !== 'cPanel') return `the peer protocol adds no members of the back end ${member.module}`;
  if (member.contact === 'trust') return 'the peer protocol sets up no reverse trust from here';
  if (member.role !== 'standalone') return 'the peer protocol adds a member with the DNS role standalone only';
  // The call back authenticates as cluster_user, not as the user of the entry (`whm-protocol 3.5`).
  return as === member.user
    ? null
    : `the peer protocol would log in to the member as ${as}, and the entry is for ${member.user}`;
}

/**
 * What another server would send to have itself added (`whm-protocol 3.5`). The server that is asked calls back at
 * once: it asks the member for its version, with the token and as `cluster_user`.
 */
export function trustRequest(access: Access, { as, member }: AddMember, token: string): PageRequest {
  const clusterUser = clusterUserFor(access, as);
  return {
    method: 'POST',
    path,
    fields: [
      ['user', member.user],
      ['clustermaster', member.host],
      ['pass', token],
      // The caller's version; the one that counts is what the member answers to the call back.
      ['version', access.memory.version ?? ''],
      ['recurse', '0'],
      ...(clusterUser === null ? [] : ([['cluster_user', clusterUser]] as const)),
      ...(member.debug ? ([['debug', '1']] as const) : []),
    ],
  };
}

/**
 * Adds a member with the role standalone by nothing but a token with the ACL clustering. Sent once.
 * @throws WhmFailure `input.invalid`, `whm.rejected` (WHM's reason), `whm.unsupported` (not by this channel), and as
 *   `writePage`
 */
export async function addByPeer(
  access: Access,
  change: AddMember,
  memberToken: string | null,
  signal?: AbortSignal,
): Promise<PageOutcome> {
  checkMember(change);
  const token = tokenText(memberToken);
  const refusal = peerRefusal(change);
  if (refusal !== null) throw whmFailure('whm.unsupported', `${access.place}: ${refusal}.`);
  await ensureAccepted(access, signal);
  const { member } = change;
  const question = { host: member.address, althost: null };
  const { hasTrust } = await callFunction(access, clusterMemberHasTrustWith, question, signal);
  if (hasTrust === true) {
    throw whmFailure(
      'whm.rejected',
      `${access.place} has an entry for ${member.address} already; adding it again would overwrite it. Nothing was sent.`,
    );
  }
  return writePage(access, trustRequest(access, change, token), null, { what: 'the new member' }, signal);
}
