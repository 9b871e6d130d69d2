import type { Product } from './observation.ts';
import type { Tier } from './topology.ts';

/** Links of one node, counted by what they mean for its place. */
export interface LinkCounts {
  /** Entries that others have for it. */
  readonly incoming: number;
  /** Entries of its own with a role that sends zones. */
  readonly sending: number;
}

/**
 * The column of a node. cPanel & WHM servers own zones, so they stand left as soon as they send any; a DNSOnly server or an unknown one
 * that receives and sends stands between.
 */
export function tierOf(product: Product, { incoming, sending }: LinkCounts): Tier {
  if (product === 'cpanel') return incoming > 0 && sending === 0 ? 'nameserver' : 'web';
  if (incoming > 0 && sending > 0) return 'intermediary';
  if (product === 'dnsonly') return 'nameserver';
  return incoming > 0 ? 'nameserver' : 'web';
}
