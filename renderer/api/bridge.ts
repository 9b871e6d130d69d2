import { bridgeGlobal, type Bridge } from '#shared/contract/channels.ts';

/**
 * The bridge that the preload script put into this page.
 * @throws Error when there is none: the page was opened outside Nameward
 */
export function bridge(): Bridge {
  const found = (globalThis as unknown as Record<string, Bridge | undefined>)[bridgeGlobal];
  if (!found) throw new Error('This page works inside Nameward only.');
  return found;
}
