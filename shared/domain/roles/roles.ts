import type { Role } from '#shared/domain/topology/observation.ts';

/** WHM's three DNS roles, as its files and forms spell them (`whm-protocol 4`). */
export const roles = ['standalone', 'sync', 'write-only'] as const satisfies readonly Role[];

export function isRole(text: string | null | undefined): text is Role {
  return (roles as readonly unknown[]).includes(text);
}
