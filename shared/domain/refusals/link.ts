import { lookUp } from '#shared/domain/table.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { refusal, type Refusal } from './refusal.ts';
import { tokenRefusal } from './server.ts';

/** What may be done with an entry, as far as was read; main has the last word in its preview. */

/** Whether the entry can be edited, removed or given another role. */
export function entryRefusal(topology: Topology, link: Link): Refusal | null {
  const missing = tokenRefusal(topology, link.from);
  if (missing) return missing;
  const subject = { kind: 'link', id: link.id } as const;
  if (link.member.inherited) {
    return refusal('link.inherited', subject, 'This entry belongs to another cluster user and is inherited.');
  }
  const pages = lookUp(topology.nodes, link.from)?.observation?.channels.pages;
  return pages?.available === false
    ? refusal(
        'link.no-pages',
        subject,
        `An entry is changed on WHM's DNS Cluster pages, which this server does not open to us: ${pages.reason ?? 'reason unknown'}`,
      )
    : null;
}

/** Whether the far side lacks the entry that it should have, or may lack it. */
export function isOneWay({ reasons, reverseTrust }: Link): boolean {
  return (
    reverseTrust === 'no' || reasons.some(({ code }) => code === 'trust.one-way' || code === 'trust.perhaps-one-way')
  );
}

/** Whether the missing entry of the far side can be made. Of one-way trust only. */
export function mendingRefusal(topology: Topology, link: Link): Refusal | null {
  const far = lookUp(topology.nodes, link.to);
  return far?.server
    ? null
    : refusal(
        'link.far-end',
        { kind: 'link', id: link.id },
        `Nameward has no API token for ${far?.label ?? link.to}, so no entry can be made on it.`,
      );
}
