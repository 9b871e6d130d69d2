import type { Change } from '#shared/domain/plan/change.ts';
import type { AppError } from '#shared/errors/index.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { remoteListPath, synchronizePath } from '#electron/adapters/whm/pages/server-pages.ts';
import { configureService, setNameserver, setTweakSetting } from './functions.ts';
import {
  commandMissing,
  fullTokenMissing,
  functionMissing,
  pagesMissing,
  resellerMissing,
  rootMissing,
  serverPageMissing,
} from './means.ts';
import { peerRefusal } from './peer-trust.ts';

/** The channel that takes a change on this server now, or why none does. */
export type Route =
  | { readonly channel: 'pages' | 'peer' | 'api' | 'command'; readonly refusal: null }
  | { readonly channel: null; readonly refusal: AppError };

function by(channel: 'pages' | 'peer' | 'api' | 'command'): Route {
  return { channel, refusal: null };
}

function refused(refusal: AppError): Route {
  return { channel: null, refusal };
}

function only(channel: 'pages' | 'api' | 'command', missing: AppError | null): Route {
  return missing === null ? by(channel) : refused(missing);
}

/** Whose list a change is about; null: it is about the server, which is root's. */
function listOf(change: Change): string | null {
  if (change.kind === 'unique') return change.reseller;
  // Root's alone, whoever has the entry (`whm-protocol 3.2`: enableclusterserver.cgi).
  if (change.kind === 'member.enable') return null;
  return 'as' in change ? change.as : null;
}

/** Root in the name of a reseller. */
function isActing({ caller, server }: Access): boolean {
  return caller !== server.user;
}

async function rightMissing(access: Access, change: Change, signal: AbortSignal | undefined): Promise<AppError | null> {
  // Its own list is open to any user with the ACL clustering, everything else to root alone (`whm-protocol 3.1`,
  // `3.2`).
  return listOf(change) === access.server.user ? null : rootMissing(access, signal);
}

async function byPages(access: Access, change: Change, signal: AbortSignal | undefined): Promise<Route> {
  const missing =
    (await pagesMissing(access, signal)) ??
    (await rightMissing(access, change, signal)) ??
    (isActing(access) ? await resellerMissing(access, signal) : null);
  return only('pages', missing);
}

async function addRoute(
  access: Access,
  change: Extract<Change, { kind: 'member.add' }>,
  signal: AbortSignal | undefined,
): Promise<Route> {
  const pages = await byPages(access, change, signal);
  // The peer protocol would write into root's list.
  if (pages.refusal === null || isActing(access)) return pages;
  const peer = peerRefusal(change);
  if (peer !== null) return refused({ ...pages.refusal, message: `${pages.refusal.message} And ${peer}.` });
  // The page is open to the ACL clustering; whose list it writes is root's to choose (`whm-protocol 3.1`, `3.5`).
  if (change.as === access.server.user) return by('peer');
  const root = access.server.user === 'root' ? await fullTokenMissing(access, signal) : pages.refusal;
  return root === null ? by('peer') : refused(root);
}

/** The first of two channels that is there. */
async function firstOf(
  one: readonly ['pages' | 'command', () => Promise<AppError | null>],
  other: readonly ['pages' | 'command', () => Promise<AppError | null>],
): Promise<Route> {
  const missing = await one[1]();
  if (missing === null) return by(one[0]);
  const otherMissing = await other[1]();
  if (otherMissing === null) return by(other[0]);
  return refused({ ...missing, message: `${missing.message} By command: ${otherMissing.message}` });
}

/**
 * Chooses the channel for a change, finding out on the way what is not known yet of the server, with harmless reads.
 * @throws WhmFailure that speaks of the server as a whole
 */
export async function routeOf(access: Access, change: Change, signal?: AbortSignal): Promise<Route> {
  switch (change.kind) {
    case 'clustering':
    case 'threshold':
    case 'unique':
    case 'role':
    case 'member.edit':
    case 'member.remove':
    case 'member.enable':
      return byPages(access, change, signal);
    case 'member.add':
      return addRoute(access, change, signal);
    case 'synchronize':
      return firstOf(
        ['pages', () => serverPageMissing(access, synchronizePath, signal)],
        ['command', () => commandMissing(access, signal)],
      );
    case 'trusted': {
      const page = (): Promise<AppError | null> => serverPageMissing(access, remoteListPath, signal);
      // No command takes a line out of a file: the list is closed (`command/commands.ts`).
      if (!change.trusted) return only('pages', await page());
      const command = await commandMissing(access, signal);
      if (command === null) return by('command');
      const missing = await page();
      return missing === null ? by('pages') : refused(missing);
    }
    case 'software':
      return only('api', await functionMissing(access, setNameserver, signal));
    case 'monitoring':
      return only('api', await functionMissing(access, configureService, signal));
    case 'logging':
      return only('api', await functionMissing(access, setTweakSetting, signal));
  }
}
