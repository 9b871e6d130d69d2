import type { ChangeClient, ChangeDescription } from '#electron/services/change-ports.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { edge, translate } from '#electron/adapters/whm/edge.ts';
import { WhmFailure } from '#electron/adapters/whm/failure.ts';
import { actingAs } from '#electron/adapters/whm/pages/acting-as.ts';
import type { PageOutcome } from '#electron/adapters/whm/pages/page-request.ts';
import { changeRemoteList, synchronizeByPage } from '#electron/adapters/whm/pages/server-pages.ts';
import { readZoneNames } from '#electron/adapters/whm/peer/peer.ts';
import { readZoneCopies } from '#electron/adapters/whm/peer/peer-zones.ts';
import { requireKnownEntry, requireOfferedModule } from './back-ends.ts';
import { changeByApi } from './api-changes.ts';
import { changeByCommand, checkTrustedAddress, commandOf } from './command-changes.ts';
import { describeOn } from './describe.ts';
import { readEntry, readMembersAs } from './members.ts';
import { changeByPages } from './page-changes.ts';
import { addByPeer } from './peer-trust.ts';
import { routeOf, type Route } from './route.ts';
import { readSettings } from './settings.ts';
import { createMemberToken, describeMemberToken, readTokenName, readTokenNames, revokeMemberToken } from './tokens.ts';

/** Looked at before anything is sent, whatever channel takes it. @throws WhmFailure `input.invalid` */
function check(change: Change): void {
  if (change.kind === 'synchronize') commandOf(change);
  if (change.kind === 'trusted') checkTrustedAddress(change.address);
}

/** An entry of a reseller is written in his own name, or root's list would get it as well (`whm-protocol 3.4`). */
function actingFor(access: Access, change: Change): Access {
  const writes = change.kind === 'member.add' || change.kind === 'member.edit';
  return writes && change.as !== 'root' ? actingAs(access, change.as) : access;
}

async function make(
  access: Access,
  change: Change,
  memberToken: string | null,
  signal: AbortSignal | undefined,
): Promise<PageOutcome> {
  check(change);
  const acting = actingFor(access, change);
  const { channel, refusal } = await routeOf(acting, change, signal);
  if (refusal !== null) throw new WhmFailure(refusal);
  return makeOn(acting, channel, change, memberToken, signal);
}

function makeOn(
  access: Access,
  channel: NonNullable<Route['channel']>,
  change: Change,
  memberToken: string | null,
  signal: AbortSignal | undefined,
): Promise<PageOutcome> {
  switch (change.kind) {
    case 'software':
    case 'monitoring':
    case 'logging':
      return changeByApi(access, change, signal);
    case 'synchronize':
      return channel === 'command'
        ? changeByCommand(access, change, signal)
        : synchronizeByPage(access, change.scope, signal);
    case 'trusted':
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
    check(change);
    const acting = actingFor(access, change);
    const { channel, refusal } = await routeOf(acting, change);
    if (refusal !== null) throw new WhmFailure(refusal);
    if (change.kind === 'member.add' && channel === 'pages') await requireOfferedModule(acting, change);
    if (change.kind === 'member.edit') await requireKnownEntry(acting, change);
    return { channel, requests: describeOn(acting, change, channel), refusal: null };
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
    readEntrySettings: (as, address, signal) =>
      edge(access, async () => {
        const { token: _secret, ...settings } = await readEntry(access, as, address, signal);
        return settings;
      }),
    describeMemberToken: (act, name) => describeMemberToken(access, act, name),
    createMemberToken: (name, signal) =>
      edge(access, async () => {
        const token = await createMemberToken(access, name, signal);
        holdToken(access, token);
        return token;
      }),
    revokeMemberToken: (name, signal) => edge(access, () => revokeMemberToken(access, name, signal)),
    tokenNameOf: (token, signal) => {
      holdToken(access, token);
      return edge(access, () => readTokenName(access, token, signal));
    },
    tokenNames: (signal) => edge(access, () => readTokenNames(access, signal)),
    zoneNames: (signal) => edge(access, () => readZoneNames(access, signal)),
    zoneCopies: (zones, signal) => edge(access, () => readZoneCopies(access, zones, signal)),
  };
}

/** An access key has lines; each is a secret, and so are all in one. */
function holdToken(access: Access, token: string): void {
  for (const line of token.split(/\r?\n/)) access.hold(line.trim());
  access.hold(token.replace(/\s+/g, ''));
}
