/** Pages that have something done on a member, by its API and the stored token (`whm-protocol 3.2`). */
import { findMember } from '#simulator/cluster/members.ts';
import type { MemberEntry, ServerState } from '#simulator/model.ts';
import type { FleetContext, RequestHandler } from '#simulator/seams.ts';
import { clusterUserOf } from './cluster-user.ts';
import { invalidUserPage, outcomePage } from './outcome.ts';
import { wordsOf, type Words } from './words.ts';

const TIMEOUT_MS = 15_000;

/** `/scripts7/restartclustermember`: the nameserver is restarted. */
export const restartMember = peerAction('restartservice', { service: 'named', queue_task: '1' }, 'restartQueued');

/** `/scripts7/monitorclustermember`: the nameserver is monitored from now on. */
export const monitorMember = peerAction('configureservice', { service: 'named', monitored: '1' }, 'nowMonitored');

/** `/scripts7/upgradeclustermember`: the nameserver software becomes PowerDNS. */
export const upgradeMember = peerAction('set_nameserver', { nameserver: 'powerdns' }, 'upgradeQueued');

function peerAction(
  name: string,
  params: Readonly<Record<string, string>>,
  done: 'restartQueued' | 'nowMonitored' | 'upgradeQueued',
): RequestHandler {
  return async (request, server, fleet) => {
    const words: Words = wordsOf(request.caller.locale);
    const found = clusterUserOf(request, server);
    if ('invalid' in found) return invalidUserPage(request, found.invalid);
    const member = request.params.get('server') ?? '';
    if (member === '') return outcomePage(request, found.user, 'errormsg', words.notSpecified);
    const entry = findMember(server, found.user, member);
    if (entry === undefined) {
      return outcomePage(request, found.user, 'errormsg', words.noSuchMember(member, found.user));
    }
    const reason = await callMember(server, entry, name, params, fleet);
    return reason === null
      ? outcomePage(request, found.user, 'okmsg', words[done](entry.host))
      : outcomePage(request, found.user, 'errormsg', words.peerFailed(entry.host, reason));
  };
}

/** @returns null when it went well, else the reason */
async function callMember(
  server: ServerState,
  entry: MemberEntry,
  name: string,
  params: Readonly<Record<string, string>>,
  fleet: FleetContext,
): Promise<string | null> {
  try {
    const answer = await fleet.callPeer(server, entry.address, {
      method: 'GET',
      path: `/json-api/${name}`,
      params: new URLSearchParams({ 'api.version': '1', ...params }),
      user: entry.user,
      token: entry.token,
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status !== 200) return `HTTP ${String(answer.status)}`;
    const { metadata } = JSON.parse(answer.body) as { metadata?: { result?: unknown; reason?: unknown } };
    return metadata?.result === 1 ? null : String(metadata?.reason);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
