/**
 * One request of dnsadmin to a peer, with the traces it leaves in the log and the ways in which it can fail
 * (`whm-protocol 5`, `6`).
 */
import { answerLines, requestLines } from '#simulator/log/debug-lines.ts';
import { writeLog } from '#simulator/log/index.ts';
import { warningLines } from '#simulator/log/line.ts';
import type { MemberEntry, ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';

/** dnsadmin's own limit for one request to a peer. */
const TIMEOUT_MS = 15_000;

/** Events in `IP-failure_log`; how many a real one keeps is not known. */
const KEPT_FAILURES = 100;

/** Statuses that peers take for a refused token (`whm-protocol 1.7`). */
const REFUSALS: ReadonlySet<number> = new Set([401, 402, 403, 405]);
const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Subjects of what the administrator is told; which one belongs to which status is inferred from its words. */
const NOTICES: Readonly<Record<number, string>> = {
  401: 'Failed to authenticate to DNS Cluster Peer',
  402: 'Failed to authenticate to DNS Cluster Peer',
  403: 'Permission denied from DNS Cluster Peer',
  405: 'Failed to authenticate to DNS Cluster Peer',
};

export interface PeerRequest {
  readonly method: 'GET' | 'POST';
  /** `savezone_local` and the like. */
  readonly action: string;
  readonly params: URLSearchParams;
  /** What was tried, in dnsadmin's words: `save the zone X`. */
  readonly intent: string;
}

export type PeerAnswer =
  | { readonly ok: true; readonly body: string }
  /** `recoverable`: worth another try later, so the command is queued; a refused token is not. */
  | { readonly ok: false; readonly recoverable: boolean };

/** Sends one request to a member and logs how it went; never rejects. */
export async function askPeer(
  server: ServerState,
  entry: MemberEntry,
  request: PeerRequest,
  fleet: FleetContext,
): Promise<PeerAnswer> {
  const path = `/scripts2/${request.action}`;
  if (entry.debug) {
    writeLog(
      server,
      fleet,
      requestLines({
        method: request.method,
        path,
        data: request.params.toString(),
        address: entry.address,
        user: entry.user,
        token: entry.token,
      }),
    );
  }
  const notify = (subject: string): void => {
    fleet.emit({ kind: 'notified', at: fleet.now(), server: server.id, subject: `${subject} “${entry.host}”.` });
  };
  const fail = (kind: string, error: string, recoverable: boolean): PeerAnswer => {
    const text = `Cpanel::NameServer::Remote::cPanel: Unable to ${request.intent} on the remote server [${entry.host}] (${kind}: ${error})`;
    writeLog(server, fleet, warningLines(server, fleet.now(), text, 'Cpanel/NameServer/Remote/cPanel.pm'));
    const { failureLogs } = server.cluster;
    const before = failureLogs.get(entry.address) ?? [];
    const event = { at: Math.floor(fleet.now() / 1000), text: `${kind}: ${error}` };
    failureLogs.set(entry.address, [...before, event].slice(-KEPT_FAILURES));
    return { ok: false, recoverable };
  };
  let answer: { readonly status: number; readonly body: string };
  try {
    answer = await fleet.callPeer(server, entry.address, {
      method: request.method,
      path,
      params: request.params,
      user: entry.user,
      token: entry.token,
      timeoutMs: TIMEOUT_MS,
    });
  } catch (error) {
    return fail('Timeout while connecting', connectError(error, entry.address, path), true);
  }
  if (answer.status === 200 && !answer.body.trimStart().startsWith('<')) {
    if (entry.debug) writeLog(server, fleet, answerLines(Buffer.byteLength(answer.body)));
    return { ok: true, body: answer.body };
  }
  if (answer.status === 200) {
    notify('Invalid response from DNS Cluster Peer');
    return fail('Generic Error', 'Invalid response', false);
  }
  const reason = REASONS[answer.status] ?? '';
  const error = `Server Error from ${entry.address}: ${String(answer.status)} ${reason}`.trimEnd();
  writeLog(server, fleet, [error]);
  notify(NOTICES[answer.status] ?? 'DNS Cluster Error with peer');
  return REFUSALS.has(answer.status)
    ? fail('Authentication failure', error, false)
    : fail('Generic Error', error, true);
}

/** The words of cPanel's client for peers when a server could not be reached (`whm-protocol 1.7`). */
export function connectError(error: unknown, address: string, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ETIMEDOUT') return 'Connection Timed Out';
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Connection refused',
    ECONNRESET: 'Connection reset by peer',
    EHOSTUNREACH: 'No route to host',
  };
  const reason = reasons[String(code)] ?? (error instanceof Error ? error.message : String(error));
  return `Could not connect to https://${address}:2087${path}: Could not connect to '${address}:2087': ${reason}`;
}
