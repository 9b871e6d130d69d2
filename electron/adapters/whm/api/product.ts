import type { Product } from '#shared/domain/topology/observation.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { callFunction } from './calls.ts';
import { WhmFailure } from '#electron/adapters/whm/failure.ts';
import { getAvailableApplications, getCurrentProfile } from './functions.ts';

/** Profiles of cPanel & WHM; DNSNODE is one of them, DNSOnly is not (`whm-protocol 2.2`). */
const cpanelProfiles: ReadonlySet<string> = new Set(['STANDARD', 'DATABASENODE', 'MAILNODE', 'DNSNODE']);

/** Functions that only cPanel & WHM has, and one that needs every right on either product. */
const accountFunctions = ['listaccts', 'createacct'];
const functionOfFullRights = getCurrentProfile.name;

type KnownProduct = Exclude<Product, 'unknown'>;

/** Pages about accounts, by address and by the names that WHM gives them: there are none on DNSOnly. */
const accountPages = ['/scripts5/wwwacctform', '/scripts4/listaccts', 'create_account', 'list_accounts'];

/** No right to ask, or no such function on this server, is no answer: then the next way is tried. */
async function answered<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof WhmFailure && /^whm\.(?:forbidden|unsupported|rejected|protocol)$/.test(error.error.code)) {
      return null;
    }
    throw error;
  }
}

async function byProfile(access: Access, signal: AbortSignal | undefined): Promise<KnownProduct | null> {
  const code = (await answered(callFunction(access, getCurrentProfile, {}, signal)))?.toUpperCase();
  if (code === 'DNSONLY') return 'dnsonly';
  return code !== undefined && cpanelProfiles.has(code) ? 'cpanel' : null;
}

/** The list is cut to what the caller may do, so that a page which is not there proves nothing. */
async function byApplications(access: Access, signal: AbortSignal | undefined): Promise<KnownProduct | null> {
  const words = await answered(callFunction(access, getAvailableApplications, {}, signal));
  return words !== null && accountPages.some((page) => words.has(page)) ? 'cpanel' : null;
}

/** The list of a full token lacks the account functions on DNSOnly only; a restricted token's list proves nothing. */
function byFunctions(functions: ReadonlySet<string> | null): KnownProduct | null {
  if (functions === null) return null;
  if (accountFunctions.some((name) => functions.has(name))) return 'cpanel';
  return functions.has(functionOfFullRights) ? 'dnsonly' : null;
}

/**
 * Tells cPanel & WHM from DNSOnly by the api, after what `command` and the pages show (`whm-protocol 2.2`).
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
  return profile ?? byFunctions(functions) ?? (await byApplications(access, signal));
}
