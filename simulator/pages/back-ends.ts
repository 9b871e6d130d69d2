import type { ServerState } from '#simulator/model.ts';

/** Modules that come with WHM (`whm-protocol 3.3`, `3.6`). */
export const BACK_ENDS: readonly string[] = ['cPanel', 'SoftLayer', 'VPSNET'];

/** Modules that there are on a server: those of its own, and the bundled ones whatever its form offers. */
export function isBackEnd(server: ServerState, module: string): boolean {
  return BACK_ENDS.includes(module) || server.variants.modules?.includes(module) === true;
}
