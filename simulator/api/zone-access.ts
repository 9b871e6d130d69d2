import type { Zone } from '#simulator/model.ts';
import { ApiException, type ApiCall } from './call.ts';

/**
 * A zone that the caller may see: every one with the ACL clustering, which goes past ownership (`whm-protocol 2.4`),
 * else his accounts'.
 * @throws ApiException when there is none or it is another's
 */
export function zoneOf(call: ApiCall, name: string): Zone {
  const zone = call.server.zones.get(name);
  if (zone === undefined || !mayAccess(call, name)) {
    throw new ApiException(`You do not have access to a domain named “${name}”.`);
  }
  return zone;
}

/** Whether the zone is the caller's to see. */
export function mayAccess({ caller, server }: ApiCall, name: string): boolean {
  const isSuper = caller.acls === null || caller.user === 'root' || caller.acls.has('clustering');
  return isSuper || server.zoneOwners.get(name) === caller.user;
}
