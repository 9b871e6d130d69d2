import type { Product } from '#shared/domain/topology/observation.ts';
import { callFunction, type Access } from './access.ts';
import { WhmFailure } from './failure.ts';
import { getCurrentProfile } from './functions.ts';

/** Profiles of cPanel & WHM; DNSNODE is one of them, DNSOnly is not (`whm-protocol 2.2`). */
const cpanelProfiles: ReadonlySet<string> = new Set(['STANDARD', 'DATABASENODE', 'MAILNODE', 'DNSNODE']);

/** Functions that only cPanel & WHM has, and one that needs every right on either product. */
const accountFunctions = ['listaccts', 'createacct'];
const functionOfFullRights = getCurrentProfile.name;

type KnownProduct = Exclude<Product, 'unknown'>;

async function byProfile(access: Access, signal: AbortSignal | undefined): Promise<KnownProduct | null> {
  try {
    const code = (await callFunction(access, getCurrentProfile, {}, signal)).toUpperCase();
    if (code === 'DNSONLY') return 'dnsonly';
    return cpanelProfiles.has(code) ? 'cpanel' : null;
  } catch (error) {
    // No right to ask, or no such function on this server: the next way.
    if (error instanceof WhmFailure && /^whm\.(?:forbidden|unsupported|rejected|protocol)$/.test(error.error.code)) {
      return null;
    }
    throw error;
  }
}

/** The list of a full token lacks the account functions on DNSOnly only; a restricted token's list proves nothing. */
function byFunctions(functions: ReadonlySet<string> | null): KnownProduct | null {
  if (functions === null) return null;
  if (accountFunctions.some((name) => functions.has(name))) return 'cpanel';
  return functions.has(functionOfFullRights) ? 'dnsonly' : null;
}

/**
 * Tells cPanel & WHM from DNSOnly by the api, in the order of `whm-protocol 2.2` after what `command` shows.
 * @param functions answer to applist; null when it is refused
 * @returns null when this token cannot see it
 */
export async function productByApi(
  access: Access,
  functions: ReadonlySet<string> | null,
  signal?: AbortSignal,
): Promise<KnownProduct | null> {
  // A list without it says that the call would be refused.
  const mayAsk = functions === null || functions.has(functionOfFullRights);
  const profile = mayAsk ? await byProfile(access, signal) : null;
  return profile ?? byFunctions(functions);
}
