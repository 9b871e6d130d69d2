import type { FleetEvent } from '#shared/contract/fleet.ts';
import { sliceDelta } from '#shared/domain/topology/delta.ts';
import { composeDeltas } from './fleet-events.ts';

/** Most servers and links in one event to the page: some milliseconds of work on either side. */
const sliceSize = 500;
/** Between two slices, ms: longer than a stream gathers what it sends, so that they stay apart. */
const sliceEveryMs = 60;

type Delta = Extract<FleetEvent, { kind: 'delta' }>;

export interface FleetSlices {
  readonly item: (event: FleetEvent) => void;
  readonly close: () => void;
}

/**
 * Hands long deltas on in slices with time between them, so that neither main nor the page stands still over one of
 * them. The page counts revisions by what it gets; what comes while slices wait is added to them.
 * @param send takes an event; its revisions are of this stream alone
 */
export function createFleetSlices(send: (event: FleetEvent) => void): FleetSlices {
  let revision = 0;
  let live = false;
  let waiting: readonly Delta['delta'][] = [];
  let latest: Delta | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const sendNext = (): void => {
    timer = null;
    const [slice, ...rest] = waiting;
    if (slice === undefined || latest === null) return;
    waiting = rest;
    // Whether every server was asked is true of the whole only.
    if (rest.length === 0) ({ live } = latest);
    revision += 1;
    send({ ...latest, from: revision - 1, to: revision, delta: slice, live });
    if (rest.length > 0) timer = setTimeout(sendNext, sliceEveryMs);
  };

  return {
    item(event) {
      if (event.kind === 'snapshot') {
        if (timer !== null) clearTimeout(timer);
        timer = null;
        waiting = [];
        ({ live, revision } = event);
        send(event);
        return;
      }
      latest = event;
      const delta = waiting.reduceRight(
        (later, earlier) => composeDeltas(earlier, later) as Delta['delta'],
        event.delta,
      );
      waiting = sliceDelta(delta, sliceSize) as readonly Delta['delta'][];
      if (timer === null) sendNext();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting = [];
    },
  };
}
