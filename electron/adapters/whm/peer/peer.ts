import type { ClusterReading } from '#electron/services/ports.ts';
import { limitedMembers, type MemberRecord } from '#shared/domain/topology/observation.ts';
import { zoneNamesIn } from '#shared/domain/zones/list.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { sendPlain } from '#electron/adapters/whm/requests.ts';
import type { AnswerKind } from '#electron/adapters/whm/budgets.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { pageFailure, pageInstead } from '#electron/adapters/whm/answers/page-instead.ts';
import { isIP } from 'node:net';

/** Most members and addresses that are read of one answer. */
const linesLimit = 5000;
const hostPattern = /^[A-Za-z0-9:._-]{1,253}$/;

async function readText(
  access: Access,
  action: string,
  signal: AbortSignal | undefined,
  limit = linesLimit,
  holds: AnswerKind = 'lines',
): Promise<readonly string[]> {
  await ensureAccepted(access, signal);
  const answer = await sendPlain(
    access,
    {
      method: 'GET',
      path: `/scripts2/${action}`,
      deadlineMs: access.deadlines.answerMs,
      holds,
      as: 'token',
      kind: 'read',
    },
    signal,
  );
  const page = pageInstead(answer.body);
  if (page !== null) throw pageFailure({ place: access.place, name: action }, page);
  const text = answer.body.trim();
  if (answer.status !== 200) {
    throw whmFailure(
      'whm.protocol',
      `${access.place} answered ${action} with HTTP ${answer.status}, a redirect, which is never followed.`,
      {
        reason: 'status',
        status: answer.status,
      },
    );
  }
  return text === '' ? [] : text.split(/\r?\n/, limit).map((line) => line.trim());
}

function unrecognised(access: Access, action: string): Error {
  return whmFailure('whm.protocol', `${access.place} answered ${action} in a form that is not known.`, {
    reason: 'shape',
  });
}

/**
 * The server's own addresses by `getips_local` (`whm-protocol 5`): public ones come first and bare, the main one as
 * `IP:NETMASK:BROADCAST`.
 * @returns the main one first, then the public ones, then the rest; each once
 * @throws WhmFailure `whm.forbidden` without the ACL clustering, `whm.protocol`
 */
export async function readAddresses(access: Access, signal?: AbortSignal): Promise<readonly string[]> {
  const lines = await readText(access, 'getips_local', signal);
  const bare: string[] = [];
  const withMask: string[] = [];
  for (const line of lines) {
    const masked = /^(\d+(?:\.\d+){3}):\d+(?:\.\d+){3}(?::\d+(?:\.\d+){3})?$/.exec(line)?.[1];
    if (masked !== undefined && isIP(masked) !== 0) withMask.push(masked);
    else if (isIP(line) !== 0) bare.push(line);
  }
  const [main, ...others] = withMask;
  const addresses = [...new Set(main === undefined ? bare : [main, ...bare, ...others])];
  if (addresses.length === 0) throw unrecognised(access, 'getips_local');
  return addresses;
}

/**
 * The version as peers read it: shows whether the peer protocol is open at all (`whm-protocol 5`).
 * @throws WhmFailure `whm.forbidden` without the ACL clustering, `whm.protocol`
 */
export async function readPeerVersion(access: Access, signal?: AbortSignal): Promise<string> {
  const [version = ''] = await readText(access, 'showversion', signal);
  if (!/^\d+(?:\.\d+)+$/.test(version)) throw unrecognised(access, 'showversion');
  return version;
}

/** Most zones that are read of one server; more is an answer that no server gives. */
const zonesLimit = 500_000;

/**
 * Names of the zones of a server by `getzonelist_local` (`whm-protocol 5`).
 * @returns an empty list where the answer was empty: that is not known to mean that there are none (calls answer so
 *   while an update runs)
 * @throws WhmFailure `whm.forbidden` without the ACL clustering, `whm.protocol`
 */
export async function readZoneNames(access: Access, signal?: AbortSignal): Promise<readonly string[]> {
  const lines = await readText(access, 'getzonelist_local', signal, zonesLimit, 'zone names');
  const names = zoneNamesIn(lines);
  // A cut list would read as zones that are missing.
  if (lines.length >= zonesLimit || names === null) throw unrecognised(access, 'getzonelist_local');
  return names;
}

function partialRecord(peer: string): MemberRecord {
  return {
    address: peer,
    hostname: isIP(peer) === 0 ? peer : null,
    polledHostname: null,
    user: null,
    module: null,
    role: null,
    roleText: null,
    disabled: null,
    status: null,
    statusText: null,
    version: null,
    nameserver: null,
    reverseTrust: null,
    debug: null,
    inherited: false,
  };
}

/**
 * A line of `getpath_local`: SERVER MEMBER, or the member alone as outside modules have it (`whm-protocol 13.3`); null:
 * another form.
 */
function pathOf(line: string): { readonly from: string | null; readonly to: string } | null {
  const [first = '', second, ...more] = line.slice(0, 600).split(/\s+/);
  if (more.length > 0 || !hostPattern.test(first)) return null;
  if (second === undefined) return { from: null, to: first };
  return hostPattern.test(second) ? { from: first, to: second } : null;
}

/**
 * What `getpath_local` tells: whom this server sends zones to, by host name (`whm-protocol 5`). No line means no such
 * member or clustering off, never 'no members'.
 * @returns a partial list
 * @throws WhmFailure `whm.protocol` when no line has a known form; single odd ones are left out
 */
export async function readOutgoing(access: Access, signal?: AbortSignal): Promise<ClusterReading> {
  const lines = (await readText(access, 'getpath_local', signal)).filter((line) => line !== '');
  const paths = lines.map(pathOf).filter((path) => path !== null);
  if (lines.length > 0 && paths.length === 0) throw unrecognised(access, 'getpath_local');
  // Paths that go on from a peer would start with that peer's name.
  const names = new Set(paths.map(({ from }) => from));
  const own = names.has(access.memory.hostname)
    ? access.memory.hostname
    : paths.find(({ from }) => from !== null)?.from;
  const peers = new Set(paths.filter(({ from }) => from === null || from === own).map(({ to }) => to));
  return {
    clustering: null,
    members: limitedMembers({
      records: [...peers].map((peer) => partialRecord(access.redact(peer, 253))),
      partial: true,
      cut: false,
      strays: [],
    }),
  };
}
