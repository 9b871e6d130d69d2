import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import { newMemory } from '#electron/adapters/whm/server-memory.ts';
import { clusterUserFor } from './own-entry.ts';

/**
 * Root in the name of a reseller: the pages are opened in a session of that reseller, which root may make
 * (`whm-protocol 2.6`). What a root-like user writes as a member of somebody's list WHM copies to root's list too
 * (`whm-protocol 3.4`), token and DNS role included, so that root would send zones there; and a reseller's own list is
 * shown to the reseller alone (`3.3`).
 * @returns the given access where it is that user's already
 * @throws WhmFailure `input.invalid`, `whm.forbidden` for somebody else's list without being root
 */
export function actingAs(access: Access, as: string): Access {
  if (as === access.server.user) return access;
  clusterUserFor(access, as);
  if (as === 'root') throw whmFailure('input.invalid', 'Root acts as root.');
  const { resellers, tokenAccepted, version } = access.memory;
  const memory = resellers.get(as) ?? { ...newMemory(), pageAccess: 'session' as const, tokenAccepted, version };
  resellers.set(as, memory);
  return { ...access, server: { ...access.server, user: as }, memory };
}
