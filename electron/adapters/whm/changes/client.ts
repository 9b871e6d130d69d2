import type { ChangeClient, ChangeDescription } from '#electron/services/plans/ports.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Access } from '../access.ts';
import { edge, translate } from '../edge.ts';
import { WhmFailure } from '../failure.ts';
import type { PageOutcome } from '../pages/page-request.ts';
import { changeRemoteList, synchronizeByPage } from '../pages/server-pages.ts';
import { readZoneNames } from '../peer.ts';
import { changeByApi } from './api-changes.ts';
import { changeByCommand, checkTrustedAddress, commandOf } from './command-changes.ts';
import { describeOn } from './describe.ts';
import { readEntry, readMembersAs } from './members.ts';
import { changeByPages } from './page-changes.ts';
import { addByPeer } from './peer-trust.ts';
import { routeOf } from './route.ts';
import { readSettings } from './settings.ts';
import { createMemberToken, readTokenNames, revokeMemberToken } from './tokens.ts';

async function make(
  access: Access,
  change: Change,
  memberToken: string | null,
  signal: AbortSignal | undefined,
): Promise<PageOutcome> {
  const { channel, refusal } = await routeOf(access, change, signal);
  if (refusal !== null) throw new WhmFailure(refusal);
  switch (change.kind) {
    case 'software':
    case 'monitoring':
    case 'logging':
      return changeByApi(access, change, signal);
    case 'synchronize':
      // Also where a page takes it, so that no zone goes out under a name that is none.
      commandOf(change);
      return channel === 'command'
        ? changeByCommand(access, change, signal)
        : synchronizeByPage(access, change.scope, signal);
    case 'trusted':
      checkTrustedAddress(change.address);
      return channel === 'command' ? changeByCommand(access, change, signal) : changeRemoteList(access, change, signal);
    case 'member.add':
      return channel === 'peer'
        ? addByPeer(access, change, memberToken, signal)
        : changeByPages(access, change, memberToken, signal);
    default:
      return changeByPages(access, change, memberToken, signal);
  }
}

async function describe(access: Access, change: Change): Promise<ChangeDescription> {
  try {
    const { channel, refusal } = await routeOf(access, change);
    if (refusal !== null) throw new WhmFailure(refusal);
    return { channel, requests: describeOn(access, change, channel), refusal: null };
  } catch (error) {
    const { code, message } = translate(access, error);
    return { channel: null, requests: [], refusal: { code, message } };
  }
}

/** Makes the changes of plans on one server; the access holds the token and ends with the client. */
export function createChangeClient(access: Access): ChangeClient {
  return {
    readSettings: (signal) => edge(access, () => readSettings(access, signal)),
    readMembersAs: (as, signal) => edge(access, () => readMembersAs(access, as, signal)),
    describeChange: (change) => describe(access, change),
    makeChange: (change, memberToken, signal) => {
      if (memberToken !== null) holdToken(access, memberToken);
      return edge(access, () => make(access, change, memberToken, signal));
    },
    readEntryToken: (as, address, signal) =>
      edge(access, async () => (await readEntry(access, as, address, signal)).token),
    createMemberToken: (name, signal) =>
      edge(access, async () => {
        const token = await createMemberToken(access, name, signal);
        holdToken(access, token);
        return token;
      }),
    revokeMemberToken: (name, signal) => edge(access, () => revokeMemberToken(access, name, signal)),
    tokenNames: (signal) => edge(access, () => readTokenNames(access, signal)),
    zoneNames: (signal) => edge(access, () => readZoneNames(access, signal)),
  };
}

/** An access key has lines; each is a secret, and so are all in one. */
function holdToken(access: Access, token: string): void {
  for (const line of token.split(/\r?\n/)) access.hold(line.trim());
  access.hold(token.replace(/\s+/g, ''));
}
