import type { Product } from './observation.ts';
import type { Tier } from './topology.ts';

/** What the links of one node mean for its place. */
export interface LinkSituation {
  /** Others have an entry for it. */
  readonly named: boolean;
  /** It has an entry of its own with a role that sends zones. */
  readonly sends: boolean;
  /** Zones of others reach a nameserver through it only. */
  readonly passesOn: boolean;
}

/**
 * The column of a node: cPanel & WHM servers left, intermediaries between, nameservers right; an unknown product goes
 * by its links.
 */
export function tierOf(product: Product, { named, sends, passesOn }: LinkSituation): Tier {
  if (passesOn) return 'intermediary';
  if (product === 'dnsonly') return 'nameserver';
  return named && !sends ? 'nameserver' : 'web';
}
