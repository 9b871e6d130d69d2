import { lookUp } from '#shared/domain/table.ts';
import type { FleetEvent } from '#shared/contract/fleet.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { newBuildMemory } from '#shared/domain/fleet/build-memory.ts';
import { diffTopology, isEmptyDelta } from '#shared/domain/topology/delta.ts';
import { neverObserved, withKnownRecords } from '#shared/domain/topology/observed.ts';
import type { KnownServer, ServerId, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/** What is known of the fleet, the one copy of it: observations in, topology and its changes out. */
export interface FleetPicture {
  topology(): Topology;
  observation(id: ServerId): ServerObservation;
  observations(): Readonly<Record<ServerId, ServerObservation>>;
  set(observation: ServerObservation): void;
  forget(id: ServerId): void;
  /** Something changed outside the observations (the inventory, `live`). */
  touch(): void;
  /** Publishes now what would be published soon. */
  publish(): void;
  watch(listener: (event: FleetEvent) => void): () => void;
  stop(): void;
}

export interface FleetPictureOptions {
  servers(): readonly KnownServer[];
  /** Epoch ms. */
  now(): number;
  readonly known: Readonly<Record<ServerId, ServerObservation>>;
  /** Whether every server was asked once since the start. */
  live(): boolean;
  /** Since when servers are asked, epoch ms; null: they are not. */
  askedSince(): number | null;
  /** Called after each publication that changed the topology. */
  onPublished(): void;
}

/** Changes are gathered for so long, ms, before the topology is built once for all of them. */
const gatherMs = 50;
/**
 * While changes pour in (1,000 servers at the start), building takes no more than a tenth of the time: a large fleet is
 * shown in larger steps. A change that comes alone waits `gatherMs` whatever the size.
 */
const restPerWork = 9;
const longestRestMs = 500;

export function createFleetPicture(options: FleetPictureOptions): FleetPicture {
  const observations: Record<ServerId, ServerObservation> = { ...options.known };
  const listeners = new Set<(event: FleetEvent) => void>();
  const memory = newBuildMemory();
  let topology = buildTopology(options.servers(), observations, memory);
  let live = options.live();
  let askedSince = options.askedSince();
  let revision = 1;
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** Not before, epoch ms. */
  let restUntil = 0;

  const publish = (): void => {
    const start = options.now();
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const next = buildTopology(options.servers(), observations, memory);
    const delta = diffTopology(topology, next);
    const nowLive = options.live();
    const nowAskedSince = options.askedSince();
    if (!isEmptyDelta(delta) || nowLive !== live || nowAskedSince !== askedSince) {
      topology = next;
      live = nowLive;
      askedSince = nowAskedSince;
      revision += 1;
      // The contract's types are the same but for `readonly`, which the page's copy does not carry.
      const event = { kind: 'delta', from: revision - 1, to: revision, delta, live, askedSince } as FleetEvent;
      for (const listener of listeners) listener(event);
    }
    options.onPublished();
    const end = options.now();
    restUntil = end + Math.min(longestRestMs, (end - start) * restPerWork);
  };
  const touch = (): void => {
    // A clock that was set back meanwhile makes no rest longer.
    timer ??= setTimeout(publish, Math.min(longestRestMs, Math.max(gatherMs, restUntil - options.now())));
  };

  return {
    topology: () => topology,
    observation: (id) => lookUp(observations, id) ?? neverObserved(id),
    observations: () => observations,
    set(observation) {
      observations[observation.id] = withKnownRecords(lookUp(observations, observation.id), observation);
      touch();
    },
    forget(id) {
      delete observations[id];
      touch();
    },
    touch,
    publish,
    watch(listener) {
      listeners.add(listener);
      listener({ kind: 'snapshot', revision, topology, live, askedSince } as FleetEvent);
      return () => listeners.delete(listener);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
