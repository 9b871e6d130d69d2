import { callFunction, ensureAccepted, type Access } from './access.ts';
import { clusterMemberHasTrustWith, version } from './functions.ts';
import { whmFailure } from './failure.ts';
import { isAtLeast } from './versions.ts';

/** A host name or an address: nothing else goes into the question. */
const hostPattern = /^[A-Za-z0-9:._-]{1,253}$/;

async function knownVersion(access: Access, signal: AbortSignal | undefined): Promise<string> {
  await ensureAccepted(access, signal);
  access.memory.version ??= await callFunction(access, version, {}, signal);
  return access.memory.version;
}

/**
 * Asks a server whether it has an entry for an address (`whm-protocol 2.1`).
 * @returns null when it is too old to be asked or leaves the answer out, which is not no
 * @throws WhmFailure `whm.forbidden` without the ACL clustering
 */
export async function hasEntryFor(
  access: Access,
  address: string,
  alternative: string | null,
  signal?: AbortSignal,
): Promise<boolean | null> {
  if (!hostPattern.test(address) || (alternative !== null && !hostPattern.test(alternative))) {
    throw whmFailure('input.invalid', 'Ask for an IP address or a host name.');
  }
  const { minVersion } = clusterMemberHasTrustWith;
  const oldEnough = minVersion === null || isAtLeast(await knownVersion(access, signal), minVersion);
  if (oldEnough === false) return null;
  const { hasTrust } = await callFunction(
    access,
    clusterMemberHasTrustWith,
    { host: address, althost: alternative },
    signal,
  );
  return hasTrust;
}
