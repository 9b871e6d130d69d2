import type { StreamFlow } from './definition.ts';

/**
 * How each stream of the contract flows. Apart from the schemas, which the page does not load for its first picture.
 */
export const flows = {
  'app.watchLab': { window: 8, batchMs: 0, overflow: 'conflate' },
  'app.watchMenu': { window: 8, batchMs: 0, overflow: 'drop-oldest' },
  'vault.watch': { window: 8, batchMs: 0, overflow: 'conflate' },
  'fleet.watch': { window: 500, batchMs: 50, overflow: 'conflate' },
  'plans.watch': { window: 8, batchMs: 50, overflow: 'conflate' },
  'logs.tail': { window: 4000, batchMs: 16, overflow: 'pause' },
} as const satisfies Readonly<Record<string, StreamFlow>>;

/** Most servers that one `logs.tail` takes. */
export const mostTailed = 64;
