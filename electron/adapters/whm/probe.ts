import type { ChannelProbe } from '#electron/services/ports.ts';
import type { ChannelState, Product } from '#shared/domain/topology/observation.ts';
import type { Access } from './access.ts';
import { callFunction, ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { readProductByCommand } from '#electron/adapters/whm/cluster-files/cluster-files.ts';
import { WhmFailure } from './failure.ts';
import { forgetAccess } from './server-memory.ts';
import { applist, createUserSession } from '#electron/adapters/whm/api/functions.ts';
import { openSession } from '#electron/adapters/whm/pages/session.ts';
import { readPages } from '#electron/adapters/whm/pages/page-access.ts';
import { readAddresses, readPeerVersion } from '#electron/adapters/whm/peer/peer.ts';
import { productByApi } from '#electron/adapters/whm/api/product.ts';

type KnownProduct = Exclude<Product, 'unknown'>;

const available: ChannelState = { available: true, reason: null };

/** Failures that speak of the whole server; with them the probe ends instead of calling every channel closed. */
const ofTheServer: ReadonlySet<string> = new Set([
  'whm.unreachable',
  'whm.tls-untrusted',
  'whm.tls-changed',
  'whm.unauthorized',
  'whm.busy',
  'cancelled',
]);

/** What a channel gave, or why it does not serve. */
type Attempt<T> = { readonly value: T } | { readonly failure: WhmFailure };

async function attempt<T>(work: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work };
  } catch (error) {
    if (!(error instanceof WhmFailure) || ofTheServer.has(error.error.code)) throw error;
    return { failure: error };
  }
}

function needs(acl: string): ChannelState {
  return {
    available: false,
    reason: acl === 'all' ? 'needs a root token with every right (ACL all)' : `needs a token with the ACL ${acl}`,
  };
}

/** The reason in words that an admin of WHM acts on. */
function stateOf(access: Access, result: Attempt<unknown>, aclIfForbidden: string): ChannelState {
  if ('value' in result) return available;
  const { code, message, details } = result.failure.error;
  if (code !== 'whm.forbidden') return { available: false, reason: access.redact(message) };
  const acl = details?.['acl'];
  return needs(typeof acl === 'string' ? acl : aclIfForbidden);
}

interface PeerFinding {
  readonly state: ChannelState;
  readonly addresses: readonly string[] | null;
}

/** By the addresses; where their form is not known, by the version. */
async function peerChannel(access: Access, signal: AbortSignal | undefined): Promise<PeerFinding> {
  const addresses = await attempt(readAddresses(access, signal));
  if ('value' in addresses) return { state: available, addresses: addresses.value };
  if (addresses.failure.error.code === 'whm.forbidden') {
    return { state: stateOf(access, addresses, 'clustering'), addresses: null };
  }
  const version = await attempt(readPeerVersion(access, signal));
  return { state: stateOf(access, version, 'clustering'), addresses: null };
}

async function commandChannel(access: Access, signal: AbortSignal | undefined): Promise<Attempt<KnownProduct | null>> {
  try {
    return await attempt(readProductByCommand(access, signal));
  } catch (error) {
    // The stream may be cut by a firewall that lets everything else pass; the api has answered, so the server is there.
    if (error instanceof WhmFailure && error.error.code === 'whm.unreachable') return { failure: error };
    throw error;
  }
}

/** Whether a one-time URL can be made for the user's browser: by the list of functions, else by making a session. */
async function browserChannel(
  access: Access,
  functions: ReadonlySet<string> | null,
  pages: ChannelState,
  signal: AbortSignal | undefined,
): Promise<ChannelState> {
  if (functions?.has(createUserSession.name) === true || access.memory.session !== null) return available;
  const right = createUserSession.acl ?? createUserSession.name;
  // The pages were tried by a session too, and that right was missing.
  if (functions !== null || pages.reason === needs(right).reason) return needs(right);
  return stateOf(access, await attempt(openSession(access, signal)), 'create-user-session');
}

/**
 * Finds out what each channel can do on a server, with harmless reads and, where a token does not open WHM's pages, a
 * session.
 * @throws WhmFailure when the server as a whole cannot be reached or refuses the token
 */
export async function probe(access: Access, signal?: AbortSignal): Promise<ChannelProbe> {
  forgetAccess(access.memory);
  await ensureAccepted(access, signal);
  const peer = await peerChannel(access, signal);
  const pages = await attempt(readPages(access, signal));
  const command = await commandChannel(access, signal);
  const functions = await attempt(callFunction(access, applist, {}, signal));
  const names = 'value' in functions ? functions.value : null;
  // Changes ask for both again otherwise.
  if ('value' in command) access.memory.command = { refusal: null };
  access.memory.functions = names;
  const pagesState = stateOf(access, pages, 'clustering');
  return {
    channels: {
      api: available,
      peer: peer.state,
      pages: pagesState,
      command: stateOf(access, command, 'all'),
      ssh: { available: false, reason: 'SSH is not set up for this server' },
      browser: await browserChannel(access, names, pagesState, signal),
    },
    product: await productOf(access, command, names, signal),
    addresses: peer.addresses,
  };
}

async function productOf(
  access: Access,
  command: Attempt<KnownProduct | null>,
  functions: ReadonlySet<string> | null,
  signal: AbortSignal | undefined,
): Promise<ChannelProbe['product']> {
  if ('value' in command && command.value !== null) return { value: command.value, source: 'command' };
  const { pageProduct } = access.memory;
  if (pageProduct !== null) return { value: pageProduct, source: 'pages' };
  const value = await productByApi(access, functions, signal);
  return value === null ? null : { value, source: 'api' };
}
