import type { Complaints } from '#shared/domain/zones/complaints.ts';
import type { ReverseTrustSaid } from '#electron/services/change-ports.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { sendPlain } from '#electron/adapters/whm/requests.ts';
import { speaksOfPrivileges } from '#electron/adapters/whm/answers/envelope.ts';
import { whileSending, whmFailure, WhmFailure } from '#electron/adapters/whm/failure.ts';
import type { HttpAnswer } from '#electron/adapters/whm/http/http-answer.ts';
import type { ChangeAnswer, PageInput, PageReader, PageReading } from '#electron/adapters/whm/page-readers/readers.ts';
import { openSession } from './session.ts';
import type { Session } from '#electron/adapters/whm/server-memory.ts';

/**
 * A request to one of WHM's pages, as its own form would make it: GET puts the fields into the query, POST into the
 * body.
 */
export interface PageRequest {
  readonly method: 'GET' | 'POST';
  /** Without the prefix of a session. */
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What WHM said, by class (`whm-protocol 3.1`): the message, and the notices beside it. */
export interface PageOutcome {
  readonly message: string;
  readonly notices: readonly string[];
  /** Where WHM was to set up reverse trust. */
  readonly reverseTrust?: ReverseTrustSaid;
  /** Of a synchronization: lines in which a zone is said not to be taken, whatever stands beside them. */
  readonly complaints?: Complaints;
  /**
   * Of a synchronization: host names of the members that WHM's page names as not reached, with its words; null: it
   * names none.
   */
  readonly unreached?: { readonly hosts: readonly string[]; readonly words: string } | null;
}

/** Path, query and body of a request. */
export function partsOf({ method, path, fields }: PageRequest): {
  readonly path: string;
  readonly body: string | null;
} {
  const text = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
  if (method === 'POST') return { path, body: text };
  return { path: text === '' ? path : `${path}?${text}`, body: null };
}

async function send(
  access: Access,
  request: PageRequest,
  session: Session | null,
  sending: { readonly kind: 'read' | 'write'; readonly deadlineMs: number; readonly signal: AbortSignal | undefined },
): Promise<HttpAnswer> {
  const { path, body } = partsOf(request);
  return sendPlain(
    access,
    {
      method: request.method,
      path: `${session?.securityToken ?? ''}${path}`,
      ...(body === null ? {} : { body }),
      deadlineMs: sending.deadlineMs,
      holds: 'page',
      as: session === null ? 'token' : { cookie: session.cookie },
      kind: sending.kind,
    },
    sending.signal,
  );
}

function isForbidden(error: unknown): error is WhmFailure {
  return error instanceof WhmFailure && error.error.code === 'whm.forbidden';
}

/** How a page is read, by name. */
export interface PageQuestion<Name extends PageReader> {
  readonly reader: Name;
  readonly input: PageInput<Name>;
}

/**
 * What stands where a session has ended: a login page with any status, or a redirect to one (`whm-protocol 1.7`).
 * @returns null for it
 */
async function readingOf<Name extends PageReader>(
  access: Access,
  answer: HttpAnswer,
  question: PageQuestion<Name>,
  signal: AbortSignal | undefined,
): Promise<PageReading<Name>['value'] | null> {
  if (answer.status !== 200) return null;
  const { login, value } = await access.pages.read({ ...question, place: access.place }, answer.body, signal);
  return login ? null : value;
}

/**
 * Reads a page besides the list, by the way in which the list was just read. A session that has ended meanwhile is
 * renewed once.
 * @returns what was read of it and the session in which that was
 * @throws WhmFailure `whm.forbidden`, `whm.protocol` (`too-complex`), and what the gate and the transport give
 */
export async function readPage<Name extends PageReader>(
  access: Access,
  request: PageRequest,
  session: Session | null,
  question: PageQuestion<Name>,
  signal?: AbortSignal,
): Promise<{ readonly value: PageReading<Name>['value']; readonly session: Session | null }> {
  const sending = { kind: 'read', deadlineMs: access.deadlines.pageMs, signal } as const;
  const attempt = async (by: Session | null): Promise<PageReading<Name>['value'] | null> =>
    readingOf(access, await send(access, request, by, sending), question, signal);
  const expired = whmFailure('whm.forbidden', `${access.place} shows its login page instead of ${request.path}.`, {
    login: true,
  });
  try {
    const value = await attempt(session);
    if (value !== null) return { value, session };
    if (session === null) throw expired;
  } catch (error) {
    if (session === null || !isForbidden(error)) throw error;
  }
  access.memory.session = null;
  const renewed = await openSession(access, signal);
  const value = await attempt(renewed);
  if (value === null) throw expired;
  return { value, session: renewed };
}

/** What is being done, for words, and how long it may take. */
export interface Writing {
  /** `the change of the DNS role`. */
  readonly what: string;
  readonly deadlineMs?: number;
  /** Says what an answer without message of a known class means; `null`: it is not known either. */
  readonly judge?: (answer: ChangeAnswer) => PageOutcome | null;
  /**
   * Address of the member that WHM is to set up reverse trust with: what the page says of it is part of the outcome.
   */
  readonly reverseTrustOf?: string;
}

/** WHM did nothing with the change: it asked for a login instead. */
function loginAsked(access: Access, session: Session | null, { what }: Writing): WhmFailure {
  access.memory.session = null;
  const why = session === null ? 'WHM did not take the token there' : 'the session had ended';
  return whmFailure(
    'whm.forbidden',
    `${access.place} showed its login page when ${what} arrived: ${why}. It was not sent again. Read the server again before you go on.`,
    { reason: session === null ? 'login' : 'session-ended' },
  );
}

/** @returns texts of `div.warningmsg` */
export function noticesOf(access: Access, answer: ChangeAnswer): readonly string[] {
  return answer.notices.map((text) => access.redact(text, 300));
}

function outcomeOf(access: Access, answer: ChangeAnswer, writing: Writing): PageOutcome {
  const { outcome } = answer;
  if (outcome === null) {
    const judged = writing.judge?.(answer) ?? null;
    if (judged !== null) return judged;
    throw whmFailure(
      'whm.protocol',
      `${access.place} answered ${writing.what} with an unrecognised page: what became of it is open. Read the server again before anything else is changed.`,
      // It has arrived there, unlike what is refused because a page is not recognised before.
      { reason: 'unrecognised-page', sent: true },
    );
  }
  const text = access.redact(outcome.text, 500);
  const notices = noticesOf(access, answer);
  if (outcome.kind === 'ok') {
    const trust = writing.reverseTrustOf === undefined ? {} : { reverseTrust: answer.reverseTrust };
    return { message: text, notices, ...trust };
  }
  throw whmFailure(
    speaksOfPrivileges(text) ? 'whm.forbidden' : 'whm.rejected',
    `${access.place} refused ${writing.what}: “${text}”${notices.map((notice) => ` “${notice}”`).join('')}`,
  );
}

/**
 * Sends a change to a page, once, by the way in which a page was just read and recognised.
 * @returns WHM's words; they prove nothing (`whm-protocol 12`), so the caller reads back
 * @throws WhmFailure `whm.rejected` and `whm.forbidden` (WHM said no, or the session had ended: `details.reason`
 *   `session-ended`), `whm.protocol` (an answer that is not known: what became of the change is open), and what the
 *   gate and the transport give
 */
export async function writePage(
  access: Access,
  request: PageRequest,
  session: Session | null,
  writing: Writing,
  signal?: AbortSignal,
): Promise<PageOutcome> {
  const deadlineMs = writing.deadlineMs ?? access.deadlines.pageMs;
  let answer: HttpAnswer;
  try {
    answer = await send(access, request, session, { kind: 'write', deadlineMs, signal });
  } catch (error) {
    // WHM's login page comes with 401 or 403; in a session that says that it has ended.
    if (session !== null && isForbidden(error)) throw loginAsked(access, session, writing);
    throw whileSending(error);
  }
  const question = { reader: 'change', input: writing.reverseTrustOf ?? null } as const;
  // Sent is sent: the page is read whether or not anybody waits for it.
  const value = await readingOf(access, answer, question, undefined).catch((error: unknown) => {
    throw whileSending(error);
  });
  if (value === null) throw loginAsked(access, session, writing);
  return outcomeOf(access, value, writing);
}
