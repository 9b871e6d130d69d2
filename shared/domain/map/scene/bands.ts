import type { Tier } from '#shared/domain/topology/topology.ts';
import type { Shown } from '#shared/domain/map/filter.ts';
import { standsFor, type Folded } from '#shared/domain/map/groups.ts';
import type { Placed } from './pairs.ts';
import { boundsOf, type Box } from '#shared/domain/map/sizes.ts';
import { tierOrder } from '#shared/domain/map/layout/slots.ts';

/** Title over a cluster's band. */
export interface SceneBand {
  readonly title: string;
  readonly detail: string;
  /** A node of the cluster; null: of those in none. */
  readonly anchor: string | null;
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
export function bandsOf(placed: readonly Placed[], { clusterNames: names, folded }: Shown): readonly SceneBand[] {
  const clusters = new Map<number | null, Placed[]>();
  for (const each of placed) {
    const group = clusters.get(each.node.cluster);
    if (group) group.push(each);
    else clusters.set(each.node.cluster, [each]);
  }
  return [...clusters].map(([cluster, members]) => {
    const servers = members
      .filter((member) => member.node.kind === 'server')
      .reduce((sum, { node }) => sum + standsFor(node.id, folded), 0);
    return {
      title: cluster === null ? titleWithoutCluster(members) : (names[cluster] ?? members[0]?.node.label ?? ''),
      detail: `${servers} ${servers === 1 ? 'server' : 'servers'}`,
      anchor: cluster === null ? null : anchorOf(members, folded),
      box: boundsOf(members.map((member) => member.box)) ?? { x: 0, y: 0, width: 0, height: 0 },
    };
  });
}

/** A group has an id of its own, which stands for none of its servers. */
function anchorOf([first]: readonly Placed[], { folds }: Folded): string | null {
  return first === undefined ? null : (folds.get(first.node.id)?.members[0]?.id ?? first.node.id);
}

/** A server whose members were not read, or only in part, may be in a cluster for all we know. */
function titleWithoutCluster(members: readonly Placed[]): string {
  const servers = members.filter(({ node }) => node.kind === 'server');
  const unread = servers.filter(({ node }) => node.observation?.members?.value.partial !== false);
  if (unread.length === 0) return 'In no cluster';
  return unread.length === servers.length ? 'Cluster not known' : 'In no cluster, or not known';
}
