import { appError, type AppError } from '#shared/errors/index.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { callFunction } from '#electron/adapters/whm/api/calls.ts';
import { readProductByCommand } from '#electron/adapters/whm/cluster-files/cluster-files.ts';
import { WhmFailure } from '#electron/adapters/whm/failure.ts';
import { applist, getCurrentProfile } from '#electron/adapters/whm/api/functions.ts';
import { openManaged } from '#electron/adapters/whm/pages/own-entry.ts';
import { openStatus } from '#electron/adapters/whm/pages/page-access.ts';
import {
  probeServerPage,
  type remoteListPath,
  type synchronizePath,
} from '#electron/adapters/whm/pages/server-pages.ts';

/** Each function below says why a channel or a right is missing, as WHM did; null: it is there. */

/** Failures that speak of a channel or a right; any other is about the server as a whole. */
const ofTheChannel: ReadonlySet<string> = new Set(['whm.forbidden', 'whm.unsupported', 'whm.rejected', 'whm.protocol']);

function missingBy(error: unknown): AppError {
  if (error instanceof WhmFailure && ofTheChannel.has(error.error.code)) return error.error;
  throw error;
}

/** @throws WhmFailure that speaks of the server as a whole */
export async function pagesMissing(access: Access, signal?: AbortSignal): Promise<AppError | null> {
  const { memory } = access;
  if (memory.pagesRefusal !== null) return memory.pagesRefusal;
  if (memory.pageAccess !== null) return null;
  try {
    await openStatus(access, null, signal);
    return null;
  } catch (error) {
    return missingBy(error);
  }
}

/** @throws WhmFailure that speaks of the server as a whole */
export async function commandMissing(access: Access, signal?: AbortSignal): Promise<AppError | null> {
  const { memory } = access;
  if (memory.command !== null) return memory.command.refusal;
  try {
    await readProductByCommand(access, signal);
    memory.command = { refusal: null };
  } catch (error) {
    // A firewall may cut the stream and let everything else pass.
    const isCut = error instanceof WhmFailure && error.error.code === 'whm.unreachable';
    memory.command = { refusal: isCut ? error.error : missingBy(error) };
  }
  return memory.command.refusal;
}

/**
 * Whether the pages open to a reseller in whose name root acts; looked at each time, since only WHM knows his rights.
 * @throws WhmFailure that speaks of the server as a whole
 */
export async function resellerMissing(acting: Access, signal?: AbortSignal): Promise<AppError | null> {
  try {
    await openManaged(acting, acting.server.user, signal);
    return null;
  } catch (error) {
    return missingBy(error);
  }
}

/**
 * Whether one of root's pages besides the list opens and is the known one; looked at once.
 * @throws WhmFailure that speaks of the server as a whole
 */
export async function serverPageMissing(
  access: Access,
  path: typeof synchronizePath | typeof remoteListPath,
  signal?: AbortSignal,
): Promise<AppError | null> {
  const missing = (await pagesMissing(access, signal)) ?? (await rootMissing(access, signal));
  if (missing !== null) return missing;
  const { otherPages } = access.memory;
  const known = otherPages.get(path);
  if (known !== undefined) return known;
  let found: AppError | null = null;
  try {
    await probeServerPage(access, path, signal);
  } catch (error) {
    found = missingBy(error);
  }
  otherPages.set(path, found);
  return found;
}

async function functionsOf(access: Access, signal: AbortSignal | undefined): Promise<ReadonlySet<string> | 'refused'> {
  const { memory } = access;
  if (memory.functions !== null) return memory.functions;
  try {
    memory.functions = await callFunction(access, applist, {}, signal);
  } catch (error) {
    missingBy(error);
    memory.functions = 'refused';
  }
  return memory.functions;
}

function needsAll(access: Access): AppError {
  return appError('whm.forbidden', `${access.place} needs a root token with every right (ACL all) for this.`, {
    acl: 'all',
  });
}

/**
 * Whether the caller has every right of root on the way to the pages: a session of root has, a token by its list of
 * functions.
 * @throws WhmFailure that speaks of the server as a whole
 */
export async function rootMissing(access: Access, signal?: AbortSignal): Promise<AppError | null> {
  if (access.server.user !== 'root') {
    return appError('whm.forbidden', `Only root may do this; the token for ${access.place} is of another user.`);
  }
  return access.memory.pageAccess === 'session' ? null : fullTokenMissing(access, signal);
}

/**
 * Whether the token itself has every right: then the list of functions names one that needs them all; a token that may
 * not see the list has not (`whm-protocol 2.2`, `2.4`).
 * @throws WhmFailure that speaks of the server as a whole
 */
export async function fullTokenMissing(access: Access, signal?: AbortSignal): Promise<AppError | null> {
  const functions = await functionsOf(access, signal);
  return functions !== 'refused' && functions.has(getCurrentProfile.name) ? null : needsAll(access);
}

/**
 * Whether a function may be called. A token that may not see the list of functions is not judged: WHM says itself what
 * is missing.
 * @throws WhmFailure that speaks of the server as a whole
 */
export async function functionMissing(
  access: Access,
  called: { readonly name: string; readonly acl: string | null },
  signal?: AbortSignal,
): Promise<AppError | null> {
  const functions = await functionsOf(access, signal);
  if (functions === 'refused' ? called.acl !== 'all' : functions.has(called.name)) return null;
  return called.acl === 'all'
    ? needsAll(access)
    : appError('whm.forbidden', `${access.place} needs a token with the ACL ${called.acl ?? called.name} for this.`, {
        acl: called.acl,
      });
}
