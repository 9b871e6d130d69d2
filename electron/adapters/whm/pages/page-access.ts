import type { ClusterReading } from '#electron/services/ports.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { sendPlain } from '#electron/adapters/whm/requests.ts';
import { speaksOfPrivileges } from '#electron/adapters/whm/answers/envelope.ts';
import { WhmFailure, whmFailure } from '#electron/adapters/whm/failure.ts';
import type { HttpAnswer } from '#electron/adapters/whm/http/http-answer.ts';
import { pageInstead, serverTrouble } from '#electron/adapters/whm/answers/page-instead.ts';
import type { StatusForms, StatusPage } from '#electron/adapters/whm/page-readers/cluster-status.ts';
import { redactedReading } from '#electron/adapters/whm/page-readers/page-text.ts';
import { openSession } from './session.ts';
import type { Session } from '#electron/adapters/whm/server-memory.ts';

/**
 * Both are registered for the same page (`whm-protocol 3.2`). A token more likely opens the first, a session the second
 * (`whm-protocol 1.3`).
 */
const cgiPath = '/cgi/clusterstatus.cgi';
const scriptPath = '/scripts7/clusterstatus';

/** Refusals of one path or one way, after which the next may be tried. */
function isRefusal(error: unknown): error is WhmFailure {
  if (!(error instanceof WhmFailure)) return false;
  const { code, details } = error.error;
  return code === 'whm.forbidden' || (code === 'whm.protocol' && details?.['status'] === 404);
}

function isUnrecognised(error: unknown): error is WhmFailure {
  return error instanceof WhmFailure && error.error.details?.['reason'] === 'unrecognised-page';
}

/** The server answered, with something else than the list. */
function isOfThePage(error: unknown): error is WhmFailure {
  return error instanceof WhmFailure && /^whm\.(?:forbidden|rejected|protocol)$/.test(error.error.code);
}

/** What one reading of the page is about. */
interface Wanted {
  /** Whose list is managed (`cluster_user`, `whm-protocol 3.1`); null: the caller's own. */
  readonly clusterUser: string | null;
  readonly signal: AbortSignal | undefined;
}

/** The DNS Cluster page as it was read, for what is to be written next by the same way. */
export interface StatusView {
  readonly reading: ClusterReading;
  readonly forms: StatusForms;
  /** The session it was read in; null: by the token. */
  readonly session: Session | null;
}

async function judgeAnswer(
  access: Access,
  answer: HttpAnswer,
  signal: AbortSignal | undefined,
): Promise<Extract<StatusPage, { kind: 'list' }>> {
  // A redirect leads to the login page or to another host; neither is followed.
  if (answer.status !== 200) throw failureOf(access, { kind: 'login' });
  const asked = { reader: 'status', input: null, place: access.place } as const;
  const { value: page } = await access.pages.read(asked, answer.body, signal);
  if (page.kind === 'list') return page;
  const trouble = page.kind === 'unrecognised' ? serverTrouble(access.place, pageInstead(answer.body)) : null;
  throw trouble ?? failureOf(access, page);
}

function failureOf(access: Access, page: Exclude<StatusPage, { kind: 'list' }>): WhmFailure {
  if (page.kind === 'refusal') {
    const words = `${access.place} refused its DNS Cluster page: “${access.redact(page.text, 300)}”`;
    return speaksOfPrivileges(page.text)
      ? whmFailure('whm.forbidden', words, { acl: 'clustering' })
      : whmFailure('whm.rejected', words);
  }
  return page.kind === 'login'
    ? whmFailure('whm.forbidden', `${access.place} shows its login page instead of the DNS Cluster page.`, {
        login: true,
      })
    : whmFailure(
        'whm.protocol',
        `${access.place}: unrecognised page where the DNS Cluster page is due. Nothing is known of its members by this channel, and nothing is written.`,
        { reason: 'unrecognised-page' },
      );
}

async function get(
  access: Access,
  path: string,
  session: Session | null,
  { clusterUser, signal }: Wanted,
): Promise<StatusView> {
  const query = clusterUser === null ? '' : `?${new URLSearchParams({ cluster_user: clusterUser }).toString()}`;
  const answer = await sendPlain(
    access,
    {
      method: 'GET',
      path: `${session?.securityToken ?? ''}${path}${query}`,
      deadlineMs: access.deadlines.pageMs,
      holds: 'page',
      as: session === null ? 'token' : { cookie: session.cookie },
      kind: 'read',
    },
    signal,
  );
  const page = await judgeAnswer(access, answer, signal);
  access.memory.statusPath = path;
  if (page.isDnsOnly !== null) access.memory.pageProduct = page.isDnsOnly ? 'dnsonly' : 'cpanel';
  return { reading: redactedReading(page.reading, access.redact), forms: page.forms, session };
}

/** Tries the paths in turn; what the first one said stands when none works. */
async function getAny(
  access: Access,
  paths: readonly string[],
  session: Session | null,
  wanted: Wanted,
): Promise<StatusView> {
  const refusals: WhmFailure[] = [];
  for (const path of paths) {
    try {
      return await get(access, path, session, wanted);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
    }
  }
  throw refusals[0] ?? new RangeError('No path.');
}

async function readBySession(access: Access, wanted: Wanted): Promise<StatusView> {
  const kept = access.memory.session;
  const paths = access.memory.statusPath === cgiPath ? [cgiPath, scriptPath] : [scriptPath, cgiPath];
  if (kept !== null) {
    try {
      return await get(access, paths[0] ?? scriptPath, kept, wanted);
    } catch (error) {
      if (!isOfThePage(error)) throw error;
      // Sessions end after 15 minutes without use (`whm-protocol 2.6`), and what stands there then is some page: a new
      // one, once.
      access.memory.session = null;
    }
  }
  const session = await openSession(access, wanted.signal);
  try {
    return await getAny(access, paths, session, wanted);
  } catch (error) {
    access.memory.session = null;
    throw error;
  }
}

/** By the token first; a session where WHM does not open its pages to tokens. */
async function findAccess(access: Access, wanted: Wanted): Promise<StatusView> {
  let refusal: WhmFailure;
  try {
    const view = await getAny(access, [cgiPath, scriptPath], null, wanted);
    access.memory.pageAccess = 'token';
    return view;
  } catch (error) {
    // Another page than ours may be a login page of another make.
    if (!isRefusal(error) && !isUnrecognised(error)) throw error;
    refusal = error;
  }
  try {
    const view = await readBySession(access, wanted);
    access.memory.pageAccess = 'session';
    return view;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const failure = isUnrecognised(refusal) ? refusal : joined(access, refusal, error);
    access.memory.pagesRefusal = failure.error;
    throw failure;
  }
}

/** Both ways were refused: what would open the pages. */
function joined(access: Access, byToken: WhmFailure, bySession: WhmFailure): WhmFailure {
  const acls = [byToken.error.details?.['acl'], bySession.error.details?.['acl']].filter(
    (acl) => typeof acl === 'string',
  );
  const acl = acls.includes('clustering') ? 'clustering' : 'create-user-session';
  return whmFailure(
    'whm.forbidden',
    `${access.place} opens its DNS Cluster pages neither to this token nor in a session: needs a token with the ACL ${acl}.`,
    { acl },
  );
}

/**
 * Reads the DNS Cluster page by the way that is known to work, or finds one.
 * @param clusterUser whose list is managed (`whm-protocol 3.1`); null: the caller's own
 * @throws WhmFailure `whm.forbidden` (`details.acl`), `whm.rejected` (WHM says why not), `whm.protocol` (unrecognised
 *   page), and what the gate and the transport give
 */
export async function openStatus(
  access: Access,
  clusterUser: string | null,
  signal?: AbortSignal,
): Promise<StatusView> {
  const { memory } = access;
  const wanted = { clusterUser, signal };
  if (memory.pagesRefusal !== null) throw new WhmFailure(memory.pagesRefusal);
  await ensureAccepted(access, signal);
  if (memory.pageAccess === null) return findAccess(access, wanted);
  if (memory.pageAccess === 'session') return readBySession(access, wanted);
  try {
    return await get(access, memory.statusPath ?? cgiPath, null, wanted);
  } catch (error) {
    // The policy may have changed: the way is looked for again at the next reading.
    if (isRefusal(error)) memory.pageAccess = null;
    throw error;
  }
}

/** The list of the caller, as {@link openStatus} reads it. */
export async function readPages(access: Access, signal?: AbortSignal): Promise<ClusterReading> {
  return (await openStatus(access, null, signal)).reading;
}
