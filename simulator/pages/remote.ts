/** The contact with a server that is to become a member (`whm-protocol 3.4`, `3.5`): resolution, version, host name. */
import { isIPv4 } from 'node:net';
import { connectError } from '#simulator/cluster/request.ts';
import { majorOf } from '#simulator/cluster/version.ts';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';

const TIMEOUT_MS = 15_000;
/** Oldest WHM that can be a member. */
const OLDEST_MAJOR = 6;
/** Statuses whose message contains 401 or means the same to the set-up (`whm-protocol 1.7`). */
const UNAUTHORIZED: ReadonlySet<number> = new Set([401, 403]);

/** A reason of the module's, which the page may or may not show. */
export class SetUpError extends Error {
  override readonly name = 'SetUpError';
}

export interface Remote {
  readonly host: string;
  readonly user: string;
  readonly token: string;
}

/**
 * The IPv4 address that a name has for this server.
 * @throws SetUpError for a name that is nobody's
 */
export function resolveHost(host: string, fleet: FleetContext): string {
  if (isIPv4(host)) return host;
  const place = fleet.route(host);
  if (place === null) throw new SetUpError(`DNS Lookup Failed for ${host}`);
  return place.address;
}

/** Whether an address is the server's own: an entry for it would make the server trust itself. */
export function isOwnAddress(server: ServerState, address: string): boolean {
  return address === server.address || address === server.publicAddress || address === '127.0.0.1';
}

/**
 * Asks the remote server for version and host name with the token.
 * @throws SetUpError with the module's reason
 */
export async function contactRemote(
  server: ServerState,
  address: string,
  remote: Remote,
  fleet: FleetContext,
): Promise<{ readonly hostname: string; readonly version: string }> {
  const ask = async (path: string): Promise<string> => {
    const answer = await askRemote(server, address, remote, path, fleet);
    if ('body' in answer) return answer.body.trim();
    throw new SetUpError(
      answer.refused
        ? `The remote server did not accept the authentication information. Please verify the token and username and try again. The exact message was ${answer.error}. For more information check /usr/local/cpanel/logs/login_log on the remote server.`
        : `There was an error while processing your request: cPanel::PublicAPI returned [${answer.error}]`,
    );
  };
  const version = await ask('/scripts2/showversion');
  const tooOld = versionRefusal(version);
  if (tooOld !== null) throw new SetUpError(tooOld);
  if (isOwnAddress(server, address)) {
    throw new SetUpError(`The specified IP address would create a cyclic trust relationship: ${address}`);
  }
  const hostname = await ask('/scripts2/gethostname');
  if (!/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(hostname)) {
    throw new SetUpError(`The remote host returned an invalid hostname: [${hostname}]`);
  }
  return { hostname, version };
}

/** @returns the reason when a server of that version cannot be a member */
export function versionRefusal(version: string): string | null {
  if (majorOf(version) >= OLDEST_MAJOR) return null;
  return `This operation requires the remote server to be running WHM 6.0 or later. The server reported version ${version}`;
}

/** One GET with the token; an error as text, and whether it means that the token was refused. */
export async function askRemote(
  server: ServerState,
  address: string,
  { user, token }: Pick<Remote, 'user' | 'token'>,
  path: string,
  fleet: FleetContext,
): Promise<{ readonly body: string } | { readonly refused: boolean; readonly error: string }> {
  try {
    const answer = await fleet.callPeer(server, address, { method: 'GET', path, user, token, timeoutMs: TIMEOUT_MS });
    if (answer.status === 200) return { body: answer.body };
    const error = `Server Error from ${address}: ${String(answer.status)} ${answer.body.trim()}`;
    return { refused: UNAUTHORIZED.has(answer.status), error };
  } catch (error) {
    return { refused: false, error: connectError(error, address, path) };
  }
}
