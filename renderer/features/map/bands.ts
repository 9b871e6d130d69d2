import type { Tier } from '#shared/domain/topology/topology.ts';
import type { Placed } from './pairs.ts';
import { boundsOf, type Box } from './sizes.ts';
import { tierOrder } from './slots.ts';

/** Title over a cluster's band. */
export interface SceneBand {
  readonly title: string;
  readonly detail: string;
  readonly box: Box;
}

/** A tier of one page, for the head and for lines that run through its gutters. */
export interface SceneColumn {
  readonly page: number;
  readonly tier: Tier;
  readonly x: number;
  readonly width: number;
}

/** @returns from where to where each tier of each page reaches, in reading order */
export function columnsOf(placed: readonly Placed[]): readonly SceneColumn[] {
  const reach = new Map<string, { readonly page: number; readonly tier: Tier; left: number; right: number }>();
  for (const { slot, box } of placed) {
    const key = `${slot.page}/${slot.tier}`;
    const known = reach.get(key);
    if (known) {
      known.left = Math.min(known.left, box.x);
      known.right = Math.max(known.right, box.x + box.width);
    } else {
      reach.set(key, { page: slot.page, tier: slot.tier, left: box.x, right: box.x + box.width });
    }
  }
  return [...reach.values()]
    .toSorted((a, b) => a.page - b.page || tierOrder.indexOf(a.tier) - tierOrder.indexOf(b.tier))
    .map(({ page, tier, left, right }) => ({ page, tier, x: left, width: right - left }));
}

/** @returns one title per cluster, and one for those in none */
export function bandsOf(placed: readonly Placed[]): readonly SceneBand[] {
  const clusters = new Map<number | null, Placed[]>();
  for (const each of placed) {
    const group = clusters.get(each.node.cluster);
    if (group) group.push(each);
    else clusters.set(each.node.cluster, [each]);
  }
  const domains = new Map([...clusters].map(([cluster, members]) => [cluster, commonDomain(members)]));
  const shared = new Set<string>();
  const seen = new Set<string>();
  for (const domain of domains.values()) {
    if (domain === null) continue;
    if (seen.has(domain)) shared.add(domain);
    seen.add(domain);
  }
  return [...clusters].map(([cluster, members]) => {
    const domain = domains.get(cluster) ?? null;
    const servers = members.filter((member) => member.node.kind === 'server').length;
    // Clusters have no name of their own in WHM: the domain tells them apart, else their first nameserver does.
    const first = members.find((member) => member.node.tier === 'nameserver') ?? members[0];
    const name = domain === null || shared.has(domain) ? (first?.node.label ?? '') : domain;
    return {
      title: cluster === null ? 'In no cluster' : name,
      detail: `${servers} ${servers === 1 ? 'server' : 'servers'}`,
      box: boundsOf(members.map((member) => member.box)) ?? { x: 0, y: 0, width: 0, height: 0 },
    };
  });
}

/** @returns what more than half of the names end in, as long as possible */
function commonDomain(members: readonly Placed[]): string | null {
  const counts = new Map<string, number>();
  for (const { node } of members) {
    const { label } = node;
    for (let dot = label.indexOf('.'); dot !== -1; dot = label.indexOf('.', dot + 1)) {
      const domain = label.slice(dot + 1);
      if (domain.includes('.')) counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
  }
  const best = [...counts]
    .filter(([, count]) => count > members.length / 2)
    .toSorted((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1))[0];
  return best?.[0] ?? null;
}
