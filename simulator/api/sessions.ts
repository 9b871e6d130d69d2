/** One-time login URLs (`whm-protocol 2.6`). */
import type { Session } from '#simulator/model.ts';
import { randomText } from '#simulator/random.ts';
import { userAcls } from './acls.ts';
import { ApiException, ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';

const SERVICES = ['cpaneld', 'whostmgrd', 'webmaild'];
const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
export const LINK_SECONDS = 300;
/** Pages that an `app` leads to; the others open the front page. */
const START_PATHS: Readonly<Record<string, string>> = {
  dns_cluster: '/scripts7/clusterstatus',
  synchronize_dns_records: '/scripts/makesec',
  nameserver_selection: '/scripts/nameserverconfig',
  configure_remote_service_ips: '/scripts6/editremoteipslist',
  terminal: '/scripts12/terminal',
};

export const sessionFunctions: readonly ApiFunction[] = [
  { name: 'create_user_session', acls: ['create-user-session'], dnsonly: true, run: createUserSession },
];

/** The session has every right of its user, whatever the limits of the token that made it (`whm-protocol 1.2`). */
function createUserSession(call: ApiCall): ApiOutcome {
  const { server, fleet, caller } = call;
  const user = call.arguments.required('user');
  const service = call.arguments.required('service');
  if (!SERVICES.includes(service)) throw new ApiException(`“${service}” is not a valid service.`);
  // Only users of WHM exist in the simulator, so every other service has nobody to log in; root never may (2.6).
  const mayForOthers = userAcls(server, caller.user) === null;
  if (service !== 'whostmgrd' || !server.users.has(user) || (user !== caller.user && !mayForOthers)) {
    throw new ApiFailure(`You do not have permission to create sessions for the user “${user}”.`);
  }
  const random = () => fleet.random();
  const securityToken =
    call.arguments.optional('cp_security_token') ?? `/cpsess${randomText(random, '0123456789', 10)}`;
  if (!/^\/cpsess\d{10}$/.test(securityToken)) throw new ApiException('The “cp_security_token” is not valid.');
  const key = `${user}:${randomText(random, KEY_ALPHABET, 16)}:create_user_session,${randomText(random, '0123456789abcdef', 32)}`;
  const session: Session = {
    user,
    securityToken,
    cookie: null,
    oneTimeKey: key,
    oneTimeExpires: fleet.now() + LINK_SECONDS * 1000,
    lastUsed: fleet.now(),
    locale: call.arguments.optional('locale') ?? server.users.get(user)?.locale ?? 'en',
    address: null,
    startPath: START_PATHS[call.arguments.optional('app') ?? ''] ?? '/',
  };
  server.sessions.push(session);
  const preferred = call.arguments.optional('preferred_domain');
  return {
    reason: 'Created session',
    data: {
      cp_security_token: securityToken,
      expires: Math.floor(session.oneTimeExpires / 1000),
      service,
      session: key,
      url: `https://${hostAndPort(preferred ?? call.host, server.hostname)}${securityToken}/login/?session=${encodeURIComponent(key)}`,
    },
  };
}

/** The Host header has the port already unless it is WHM's own. */
function hostAndPort(given: string, hostname: string): string {
  const host = given === '' ? hostname : given;
  return host.includes(':') ? host : `${host}:2087`;
}
