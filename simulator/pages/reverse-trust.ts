/** The reverse half of a set-up: the other server gets a token of this one and adds it (`whm-protocol 3.4`). */
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { randomText } from '#simulator/random.ts';
import type { Remote } from './remote.ts';

const TIMEOUT_MS = 20_000;
const TOKEN_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Makes a token `reverse_trust_<uuid>` with the ACL clustering and posts it to the other server's
 * trustclustermaster.cgi, with this server's *local* address, which under NAT is one that the other cannot reach. The
 * token stays whether or not it went well.
 * @returns `established` when the other server says that it trusts this one now; `noToken` is the name of a token that
 *   could not be made: then nobody was asked
 */
export async function establishReverseTrust(
  server: ServerState,
  user: string,
  address: string,
  remote: Remote,
  fleet: FleetContext,
): Promise<'established' | 'refused' | { readonly noToken: string }> {
  const name = `reverse_trust_${uuid(fleet)}`;
  if (server.failing.has('api-tokens')) return { noToken: name };
  const token = createToken(server, user, name, fleet);
  try {
    const answer = await fleet.callPeer(server, address, {
      method: 'POST',
      path: '/cgi/trustclustermaster.cgi',
      params: new URLSearchParams({
        user,
        clustermaster: server.address,
        pass: token,
        version: server.version,
        recurse: '0',
        module: 'cPanel',
        cluster_user: user,
      }),
      user: remote.user,
      token: remote.token,
      timeoutMs: TIMEOUT_MS,
    });
    return answer.status === 200 && /has been established/i.test(answer.body) ? 'established' : 'refused';
  } catch {
    // The page says only that it did not work; the other server knows more.
    return 'refused';
  }
}

function createToken(server: ServerState, user: string, name: string, fleet: FleetContext): string {
  const token = randomText(() => fleet.random(), TOKEN_ALPHABET, 32);
  server.tokens.set(user === 'root' ? name : `${user}/${name}`, {
    name,
    token,
    user,
    acls: ['clustering'],
    createTime: Math.floor(fleet.now() / 1000),
    expiresAt: null,
    whitelistAddresses: null,
  });
  return token;
}

/** Version 4 (RFC 9562), of the fleet's own randomness. */
function uuid(fleet: FleetContext): string {
  const digits = randomText(() => fleet.random(), '0123456789abcdef', 30);
  const variant = randomText(() => fleet.random(), '89ab', 1);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
}
