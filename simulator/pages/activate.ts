/** `/cgi/activate_remote_nameservers.cgi`: adds a member or writes one anew (`whm-protocol 3.4`). */
import { writeLog } from '#simulator/log/index.ts';
import { loggerLine } from '#simulator/log/line.ts';
import { judgeRole, storeMember, writeRole } from '#simulator/cluster/membership.ts';
import { listedMembers } from '#simulator/cluster/members.ts';
import type { Role, ServerState } from '#simulator/model.ts';
import type { FleetContext, RequestHandler, SimulatedRequest } from '#simulator/seams.ts';
import { BACK_ENDS, isBackEnd } from './back-ends.ts';
import { clusterUserOf, isRootLike } from './cluster-user.ts';
import { goBack, message, page } from './html.ts';
import { invalidUserPage, linesMessage, outcomePage } from './outcome.ts';
import { contactRemote, resolveHost, SetUpError, type Remote } from './remote.ts';
import { establishReverseTrust } from './reverse-trust.ts';
import { wordsOf, type Words } from './words.ts';

const ROLES: ReadonlySet<string> = new Set<Role>(['standalone', 'sync', 'write-only']);
/** Fields that every form has, beside those of the module. */
const FORM_FIELDS: ReadonlySet<string> = new Set(['cluster_user', 'module', 'dnsrole', 'user', 'debug']);
const REQUIRED = ['cluster_user', 'module', 'dnsrole'];
/** What stands for a version that nobody asked for. */
const UNASKED_VERSION = '10.0.0';

/** One run of the set-up, with what it has to tell so far. */
interface SetUp {
  readonly request: SimulatedRequest;
  readonly server: ServerState;
  readonly fleet: FleetContext;
  readonly words: Words;
  /** Whose folder is written. */
  readonly user: string;
  readonly lines: string[];
  readonly notices: string[];
}

/**
 * Sets the member up. The page of 11.120 gives nothing but a generic failure; the reason stands in the log and in the
 * event `setup-failed`. A failure after the config file was written leaves that file.
 */
export const activate: RequestHandler = async (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const missing = REQUIRED.find((name) => (request.params.get(name) ?? '') === '');
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return invalidUserPage(request, found.invalid);
  const { user } = found;
  if (missing !== undefined) return outcomePage(request, user, 'errormsg', words.parameterNotSet(missing));
  const module = request.params.get('module') ?? '';
  if (!isBackEnd(server, module)) return outcomePage(request, user, 'errormsg', words.invalidModule(module));

  const setUp: SetUp = { request, server, fleet, words, user, lines: [], notices: [] };
  let outcome: string;
  try {
    if (module === 'cPanel') await setUpCpanel(setUp);
    else if (BACK_ENDS.includes(module)) setUpOther(setUp, module);
    else setUpOutside(setUp, module);
    outcome = linesMessage('okmsg', 'activateNameserverSucceeded', setUp.lines);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    fleet.emit({ kind: 'setup-failed', at: fleet.now(), server: server.id, reason: error.message });
    writeLog(server, fleet, [loggerLine(server, fleet.now(), 'warn', error.message)]);
    outcome = linesMessage('errormsg', 'activateNameserverFailed', [words.setUpFailed(module)]);
  }
  const notices = setUp.notices.map((notice) => message('warningmsg', notice, true));
  const body = [outcome, ...notices, goBack(words, user)].join('\n');
  return page(words, request.caller, words.dnsCluster, body);
};

async function setUpCpanel(setUp: SetUp): Promise<void> {
  const { server, fleet, words, user, lines, request } = setUp;
  const role = chosenRole(request);
  const remote = remoteOf(request);
  const address = resolveHost(remote.host, fleet);
  const recurse = request.params.get('recurse') ?? '';
  // Without the checkbox the remote server is never contacted: a wrong token is noticed by the first poll only.
  const isContacted = recurse !== '' && recurse !== '0';
  const identity = isContacted
    ? await contactRemote(server, address, remote, fleet)
    : { hostname: remote.host, version: UNASKED_VERSION };
  storeMember(
    server,
    user,
    {
      address,
      user: remote.user,
      host: identity.hostname,
      token: remote.token,
      module: 'cPanel',
      debug: request.params.get('debug') === 'on',
    },
    isRootLike(request.caller),
    fleet,
  );
  lines.push(words.trustEstablished, words.remoteVersion(identity.hostname, identity.version));
  if (recurse === 'on') {
    const found = await establishReverseTrust(server, user, address, remote, fleet);
    if (found === 'established') lines.push(words.reverseEstablished);
    else {
      if (found !== 'refused') setUp.notices.push(words.tokenFailed(found.noToken));
      setUp.notices.push(words.reverseFailed, words.addByHand);
    }
  }
  const synchronizes = request.params.get('synczones') === 'on';
  takeRoleStepOfRemoteUser(setUp, address, remote.user, role, synchronizes);
  if (synchronizes && server.failing.has('task-queue')) setUp.notices.push(words.queuingFailed);
  else if (synchronizes) {
    queueSynchronization(server, user, fleet);
    lines.push(words.synchronizationQueued);
  }
  takeRoleStep(setUp, address, role);
  if (isContacted)
    fleet.cluster.queueTask(server, 'refresh_dnsmaster', () => fleet.cluster.refreshTrustedAddresses(server));
}

/**
 * SoftLayer and VPS.NET: the file has the module's name; nobody is contacted, as nothing outside the fleet is
 * (`whm-protocol 3.6`).
 */
function setUpOther(setUp: SetUp, module: string): void {
  const { server, fleet, words, user, lines, request } = setUp;
  const role = chosenRole(request);
  const name = request.params.get('user') ?? '';
  const key = request.params.get('apikey') ?? '';
  if (name === '') throw new SetUpError('No user given');
  if (!/^\w+$/.test(key)) throw new SetUpError('Invalid API token given');
  const configuration = request.params.get('ns_config') ?? 'default';
  if (module === 'SoftLayer' && !['force', 'ensure', 'default'].includes(configuration)) {
    throw new SetUpError(`Invalid ns_config (${configuration}) chosen`);
  }
  const address = module.toLowerCase();
  storeMember(
    server,
    user,
    {
      address,
      user: name,
      host: address,
      token: key,
      module,
      ...(module === 'SoftLayer' ? { nsConfig: configuration } : {}),
      debug: request.params.get('debug') === 'on',
    },
    isRootLike(request.caller),
    fleet,
  );
  lines.push(words.trustEstablished);
  takeRoleStep(setUp, address, role);
}

/**
 * What the form sends is what the file has from then on: keys that it leaves out are lost. The file has the module's
 * name.
 */
function setUpOutside(setUp: SetUp, module: string): void {
  const { server, fleet, words, user, lines, request } = setUp;
  const role = chosenRole(request);
  const own = [...request.params].filter(([name]) => !FORM_FIELDS.has(name));
  const address = module.toLowerCase();
  const config = {
    address,
    user: request.params.get('user') ?? '',
    host: '',
    token: '',
    module,
    moreKeys: Object.fromEntries(own),
    debug: request.params.get('debug') === 'on',
  };
  storeMember(server, user, config, isRootLike(request.caller), fleet);
  lines.push(words.trustEstablished);
  takeRoleStep(setUp, address, role);
}

function chosenRole(request: SimulatedRequest): Role {
  const role = request.params.get('dnsrole') ?? '';
  if (ROLES.has(role)) return role as Role;
  throw new SetUpError(`Invalid dns role (${role}) chosen`);
}

function remoteOf(request: SimulatedRequest): Remote {
  const user = (request.params.get('user') ?? '').trim();
  const host = (request.params.get('host') ?? '').trim();
  // An access key comes with its first and last line; those are taken off.
  const token = (request.params.get('pass') ?? '').replace(/^-*(BEGIN|END)[^\n]*$/gm, '').replace(/\s+/g, '');
  if (user === '') throw new SetUpError('No user given');
  if (token === '') throw new SetUpError('No API token given');
  if (host === '') throw new SetUpError('No host given');
  if (!/^[A-Za-z0-9._-]+$/.test(user)) throw new SetUpError('Invalid user given');
  if (!/^[A-Za-z0-9]+$/.test(token)) throw new SetUpError('Invalid API token given');
  return { user, host, token };
}

/**
 * The quirk of `whm-protocol 3.4`: the role is first written for a cluster user of the *remote* user's name, where the
 * caller may choose one. For root that gives root's copy its role; for anybody else it leaves a notice, and with a
 * synchronization the new member is in no list of peers yet, which ends the set-up.
 */
function takeRoleStepOfRemoteUser(
  setUp: SetUp,
  address: string,
  remoteUser: string,
  role: Role,
  synchronizes: boolean,
): void {
  const { server, fleet, words, user, request } = setUp;
  if (!isRootLike(request.caller)) return;
  if (remoteUser === 'root') {
    if (user !== 'root') writeRole(server, 'root', address, role, fleet);
    return;
  }
  const isKnown = server.users.has(remoteUser);
  setUp.notices.push(isKnown ? words.noSuchMember(address, remoteUser) : words.invalidUser(remoteUser));
  const peers = listedMembers(server, user).map((entry) => entry.address);
  if (synchronizes && !peers.includes(address)) {
    throw new SetUpError(`${address} not present in Peer List (${peers.join(', ')})!  Cannot sync zones.`);
  }
}

function takeRoleStep(setUp: SetUp, address: string, role: Role): void {
  const { server, fleet, words, user } = setUp;
  const judged = judgeRole(server, user, address, role);
  if (judged === 'root-must-add') {
    setUp.notices.push(words.rootMustAdd);
    return;
  }
  if (judged === null) writeRole(server, user, address, role, fleet);
  setUp.lines.push(words.newRole(address, role));
}

/**
 * What 'Synchronize Zones Immediately' queues: with the role sync it pulls every zone of the new member too
 * (`whm-protocol 8`).
 */
export function queueSynchronization(server: ServerState, user: string, fleet: FleetContext): void {
  fleet.cluster.queueTask(server, 'synczones', async () => {
    await fleet.cluster.synchronize(server, { zones: null, full: true, scope: 'all', user });
  });
}
