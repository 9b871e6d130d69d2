import type { Link, Topology } from '#shared/domain/topology/topology.ts';

/**
 * Why the role of a link cannot be edited from here, as far as the page knows; main has the last word in its preview.
 * @returns a sentence, or null when nothing speaks against it
 */
export function roleRefusal(topology: Topology, link: Link): string | null {
  const from = topology.nodes[link.from];
  if (!from?.server) return `Nameward has no API token for ${from?.label ?? link.from}.`;
  if (link.member.inherited) return 'This entry belongs to another cluster user and is inherited: edit it there.';
  const pages = from.observation?.channels.pages;
  if (pages?.available === false) {
    return `The role is changed on WHM's DNS Cluster pages, which this server does not open to us: ${pages.reason ?? 'reason unknown'}`;
  }
  return null;
}
