import type { ServerState } from '#simulator/model.ts';
import type { Caller, SimulatedRequest } from '#simulator/seams.ts';

/** Whether the caller has every right of root; a token of root with fewer rights does not. */
export function isRootLike(caller: Caller): boolean {
  return caller.acls === null || caller.acls.has('all');
}

/**
 * Whose members a page is about (`whm-protocol 3.1`): `cluster_user` counts only for root-like callers, else it is the
 * logged-in user.
 * @returns the user's name, or the bad name that was given
 */
export function clusterUserOf(
  request: SimulatedRequest,
  server: ServerState,
): { readonly user: string } | { readonly invalid: string } {
  const asked = request.params.get('cluster_user');
  if (!isRootLike(request.caller) || asked === null || asked === '') return { user: request.caller.user };
  if (/^cp\d+ticket$/.test(asked)) return { user: 'root' };
  return server.users.has(asked) ? { user: asked } : { invalid: asked };
}
