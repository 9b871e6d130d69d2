import type { Topology } from '#shared/domain/topology/topology.ts';
import { gather } from './plans.ts';
import { openDialog } from './workspace.ts';

/**
 * Edits of links and servers: those that need no more questions are previewed at once, the others open their dialog.
 * Nothing of it sends anything.
 */

/** The missing entry of the far side. */
export function mendTrust(link: string): void {
  gather({ intentions: [{ kind: 'trust.mend', link }] }, true);
}

/** Disabled members come back, and what they missed is synchronized. */
export function enableMembers(links: readonly string[]): void {
  if (links.length > 0) gather({ intentions: [{ kind: 'members.enable', links, synchronize: true }] }, true);
}

/** Asks whether the entries that lead back go as well. */
export function removeMembers(links: readonly string[]): void {
  openDialog({ kind: 'remove-members', links });
}

export function makeLinksDirect(intermediary: string): void {
  gather({ intentions: [{ kind: 'links.direct', intermediary }] }, true);
}

/** Asks whether the server's own entries go as well. */
export function leaveCluster(server: string): void {
  openDialog({ kind: 'leave-cluster', server });
}

/** @returns ids of the links whose member WHM has disabled */
export function disabledLinks(topology: Topology): readonly string[] {
  return Object.values(topology.links).flatMap((link) => (link.member.disabled === true ? [link.id] : []));
}
