import type { ServerId, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { reverseQuestions, type ReverseQuestion } from '#shared/domain/trust/questions.ts';
import { appError, ok, type AppError } from '#shared/errors/index.ts';
import type { SettingsData } from '#shared/schema/settings/index.ts';
import type { NoticeBoard } from '#electron/services/notices.ts';
import type { WhmClient } from '#electron/services/ports.ts';
import { addressOf, knownServer, type InventoryKeeper } from '#electron/services/servers/inventory.ts';
import type { FleetRoster } from '#electron/services/servers/servers.ts';
import type { ServicePorts, Services } from '#electron/services/services.ts';
import type { Vault } from '#electron/services/vault/vault.ts';
import { suspends } from './failures.ts';
import { createRoundQueue } from './round-queue.ts';
import { openFleetMemory } from './memory.ts';
import { askReverseTrust } from './reverse-trust.ts';
import { contactAfter, observeServer, withAnswers, withProbe } from './round.ts';
import { probeAgainAfter, probeDoubtedAfter, waitAfterRound, type Pace } from './schedule.ts';
import { disarm, newSlot, type Slot } from './slot.ts';
import { createFleetPicture } from './fleet-picture.ts';

export interface FleetLimits {
  /** Servers asked side by side. */
  readonly concurrency: number;
  /** A round takes at most so long, ms. */
  readonly roundTimeoutMs: number;
}

export const defaultLimits: FleetLimits = { concurrency: 32, roundTimeoutMs: 60_000 };

/** A round that takes longer no longer keeps another server waiting, ms. */
const patienceMs = 2000;

export interface FleetObserver extends FleetRoster {
  readonly service: Services['fleet'];
  observation(id: ServerId): ServerObservation;
  topology(): Topology;
  /**
   * Asks servers of which nothing was heard within the time, and waits for it; what cannot be read is told by their
   * contact.
   * @param how `probe`: their addresses, product and channels are found out again as well
   */
  freshen(ids: readonly ServerId[], how: { readonly probe: boolean; readonly withinMs: number }): Promise<void>;
  /** Addresses that were the server's own earlier in this run of Nameward, or at its last, and are no longer. */
  formerAddresses(id: ServerId): readonly string[];
  /** Something other than a round met a refusal: the server is left alone until the user acts. */
  refused(id: ServerId, error: AppError): void;
  setPace(settings: SettingsData): void;
  close(): Promise<void>;
}

/** Everything the observer needs of the other services. */
export interface FleetObserverParts {
  readonly ports: ServicePorts;
  readonly inventory: InventoryKeeper;
  readonly vault: Vault;
  readonly notices: NoticeBoard;
  readonly limits: FleetLimits;
}

/** Keeps asking every server, each at its own pace: what one does never decides when another is asked. */
// oxlint-disable-next-line max-lines-per-function -- one observer: rounds, follow-ups and pace share the slots of the servers
export async function openFleetObserver(parts: FleetObserverParts, settings: SettingsData): Promise<FleetObserver> {
  const { ports, inventory, vault, limits } = parts;
  const now = (): number => ports.clock.now();
  const slots = new Map<ServerId, Slot>();
  const queue = createRoundQueue(limits.concurrency, patienceMs);
  let pace: Pace = { pollSeconds: settings.pollSeconds, windowHidden: false };
  let started = false;
  let askedSince: number | null = null;
  let stopped = false;
  let closed = false;
  /** Questions on their way outside the rounds. */
  const followUps = new Set<Promise<void>>();
  let questions: ReadonlyMap<ServerId, readonly ReverseQuestion[]> = new Map();

  const memory = await openFleetMemory(ports.documents.fleet, parts.notices, ports.log, () => ({
    savedAt: now(),
    observations: picture.observations(),
    probedAt: Object.fromEntries(
      [...slots.values()].flatMap((slot) => (slot.probedAt === null ? [] : [[slot.id, slot.probedAt] as const])),
    ),
  }));
  const ids = new Set(inventory.all().map((server) => server.id));
  const picture = createFleetPicture({
    servers: () => inventory.all().map(knownServer),
    now,
    known: Object.fromEntries(Object.entries(memory.loaded.observations).filter(([id]) => ids.has(id))),
    live: () => started && [...slots.values()].every((slot) => slot.tried),
    askedSince: () => askedSince,
    onPublished: () => {
      sortQuestions();
      for (const slot of slots.values()) askNewQuestions(slot);
    },
  });
  for (const id of ids) slots.set(id, newSlot(id));

  /** Which server has to be asked for whom follows from the members of all. */
  const sortQuestions = (): void => {
    const byServer = new Map<ServerId, ReverseQuestion[]>();
    for (const question of reverseQuestions(inventory.all().map(knownServer), picture.observations())) {
      const others = byServer.get(question.ask);
      if (others) others.push(question);
      else byServer.set(question.ask, [question]);
    }
    questions = byServer;
  };
  sortQuestions();

  /** A moment that is still to come was noted by a clock that was wrong: how long ago it was nobody knows. */
  const isOlder = (at: number | null, limit: number): boolean => at === null || now() - at > limit || at > now();

  const active = (slot: Slot): boolean =>
    slots.get(slot.id) === slot && !slot.suspended && !vault.locked() && !stopped && !closed;

  /** Gives the work a client for as long as it lasts; the token goes with it. */
  const withClient = async (
    slot: Slot,
    work: (client: WhmClient, signal: AbortSignal) => Promise<void>,
  ): Promise<void> => {
    const server = inventory.find(slot.id);
    if (!server || !active(slot)) return;
    const token = await vault.token(slot.id);
    if (!active(slot)) return;
    if (!token.ok) return conclude(slot, picture.observation(slot.id), token.error);
    const controller = new AbortController();
    slot.controller = controller;
    // Not AbortSignal.timeout: composed with another one it never fires once garbage was collected.
    const timer = setTimeout(() => controller.abort(roundTimedOut), limits.roundTimeoutMs);
    try {
      await work(ports.connector.client(addressOf(server), token.value), controller.signal);
    } finally {
      clearTimeout(timer);
      if (slot.controller === controller) slot.controller = null;
    }
  };

  const conclude = (slot: Slot, observation: ServerObservation, error: AppError | null): void => {
    slot.tried = true;
    slot.failuresInRow = error === null ? 0 : slot.failuresInRow + 1;
    if (error !== null && suspends(error)) slot.suspended = true;
    picture.set({ ...observation, contact: contactAfter(picture.observation(slot.id).contact, now(), error) });
    memory.changed();
  };

  const round = (slot: Slot): Promise<void> =>
    withClient(slot, async (client, signal) => {
      const outcome = await observeServer({
        client,
        previous: picture.observation(slot.id),
        probeDue: isOlder(slot.probedAt, probeAgainAfter),
        questions: questions.get(slot.id) ?? [],
        now,
        signal,
      });
      // Ended by us: the server is gone, was changed, or the vault was locked.
      if (slots.get(slot.id) !== slot || (outcome.error?.code === 'cancelled' && !timedOut(signal))) return;
      if (outcome.probed) {
        slot.probedAt = now();
        const own = outcome.observation.addresses?.value ?? [];
        for (const address of picture.observation(slot.id).addresses?.value ?? []) slot.formerAddresses.add(address);
        for (const address of own) slot.formerAddresses.delete(address);
      }
      if (outcome.probeAgain && isOlder(slot.probedAt, probeDoubtedAfter)) slot.probedAt = null;
      for (const address of outcome.asked) slot.asked.add(address);
      const error =
        outcome.error?.code === 'cancelled'
          ? appError(
              'whm.unreachable',
              `The server did not answer everything within ${limits.roundTimeoutMs / 1000} s.`,
            )
          : outcome.error;
      conclude(slot, outcome.observation, error);
    });

  /** One round or follow-up per server at a time; a second request waits for a fresh one. */
  const occupy = (slot: Slot, work: () => Promise<void>): Promise<void> => {
    if (slot.running) {
      slot.following ??= slot.running.then(() => {
        slot.following = null;
        return occupy(slot, work);
      });
      return slot.following;
    }
    disarm(slot);
    const running = queue
      .run(work)
      .catch((error: unknown) => {
        ports.log.error('a round failed unexpectedly', { server: slot.id, error: String(error) });
      })
      .finally(() => {
        slot.running = null;
        arm(slot);
      });
    slot.running = running;
    return running;
  };
  const poll = (slot: Slot): Promise<void> =>
    active(slot)
      ? occupy(slot, () =>
          round(slot).finally(() => {
            slot.lastDone = now();
          }),
        )
      : Promise.resolve();

  const arm = (slot: Slot): void => {
    disarm(slot);
    if (!started || !active(slot) || slot.running) return;
    const pause = waitAfterRound(pace, slot.failuresInRow, ports.random());
    // A clock that was set back meanwhile makes no pause longer.
    const wait = Math.min(pause, slot.lastDone + pause - now());
    slot.timer = setTimeout(() => void poll(slot), Math.max(0, wait));
  };

  /** Questions that came up only when another server's members were read. */
  const askNewQuestions = (slot: Slot): void => {
    if (slot.running || !active(slot) || picture.observation(slot.id).contact.state !== 'reachable') return;
    const open = (questions.get(slot.id) ?? []).filter((question) => !slot.asked.has(question.address));
    if (open.length === 0 || !slot.tried) return;
    const followUp = occupy(slot, () =>
      withClient(slot, async (client, signal) => {
        const answers = await askReverseTrust(client, open, now, signal);
        if (slots.get(slot.id) !== slot || (answers.error?.code === 'cancelled' && !timedOut(signal))) return;
        for (const question of open) slot.asked.add(question.address);
        picture.set(withAnswers(picture.observation(slot.id), answers, questions.get(slot.id) ?? []));
        if (answers.error && suspends(answers.error)) conclude(slot, picture.observation(slot.id), answers.error);
      }),
    ).finally(() => followUps.delete(followUp));
    followUps.add(followUp);
  };

  const halt = (slot: Slot): void => {
    disarm(slot);
    slot.controller?.abort();
  };
  const pollAll = (): void => {
    for (const slot of slots.values()) void poll(slot);
  };
  vault.onLock((locked) => {
    for (const slot of slots.values()) {
      if (locked) halt(slot);
      if (locked) ports.connector.forget(slot.id);
    }
    if (!locked && started) pollAll();
  });
  vault.setServers([...ids]);

  const service: Services['fleet'] = {
    start() {
      if (started || closed) return;
      started = true;
      stopped = false;
      askedSince = now();
      picture.touch();
      pollAll();
    },
    stop() {
      started = false;
      stopped = true;
      askedSince = null;
      for (const slot of slots.values()) halt(slot);
    },
    watch: (listener) => picture.watch(listener),
    async refresh({ ids: wanted }) {
      const chosen = [...slots.values()].filter((slot) => wanted === null || wanted.includes(slot.id));
      for (const slot of chosen) {
        ports.connector.wake(slot.id);
        // Who asks now wants to know everything, what is found out but seldom too.
        slot.probedAt = null;
      }
      await Promise.all(chosen.map(poll));
      picture.publish();
      // What the rounds made worth asking of other servers.
      while (followUps.size > 0) {
        await Promise.all(followUps);
        picture.publish();
      }
      return ok({});
    },
    setWindowHidden(hidden) {
      if (pace.windowHidden === hidden) return;
      pace = { ...pace, windowHidden: hidden };
      for (const slot of slots.values()) arm(slot);
    },
  };

  return {
    service,
    observation: (id) => picture.observation(id),
    topology: () => picture.topology(),
    async freshen(ids, { probe, withinMs }) {
      const since = now() - withinMs;
      const isOld = (at: number | null): boolean => at === null || at < since || at > now();
      const stale = [...new Set(ids)]
        .flatMap((id) => slots.get(id) ?? [])
        .filter((slot) => isOld(slot.lastDone) || (probe && isOld(slot.probedAt)));
      for (const slot of stale) {
        ports.connector.wake(slot.id);
        if (probe) slot.probedAt = null;
      }
      await Promise.all(stale.map(poll));
      if (stale.length > 0) picture.publish();
    },
    formerAddresses: (id) => [...(slots.get(id)?.formerAddresses ?? [])],
    changed(id, probe) {
      const before = slots.get(id);
      if (before) halt(before);
      const slot = newSlot(id, probe ? now() : null);
      slots.set(id, slot);
      if (probe) picture.set(withProbe(picture.observation(id), probe, now()));
      vault.setServers([...slots.keys()]);
      picture.touch();
      memory.changed();
      if (started) void poll(slot);
    },
    renamed: () => picture.touch(),
    removed(id) {
      const slot = slots.get(id);
      if (slot) halt(slot);
      slots.delete(id);
      picture.forget(id);
      vault.setServers([...slots.keys()]);
      memory.changed();
    },
    refused(id, error) {
      const slot = slots.get(id);
      if (!slot || !suspends(error)) return;
      halt(slot);
      conclude(slot, picture.observation(id), error);
    },
    setPace(next) {
      if (pace.pollSeconds === next.pollSeconds) return;
      pace = { ...pace, pollSeconds: next.pollSeconds };
      for (const slot of slots.values()) arm(slot);
    },
    async close() {
      service.stop();
      closed = true;
      picture.stop();
      await Promise.all([...slots.values()].map(async (slot) => slot.running));
      picture.stop();
      await memory.flush();
    },
  };
}

/** Why a round was ended that took too long. */
const roundTimedOut = Symbol('round timed out');

/** Whether it was the round's own deadline that ended it. */
function timedOut(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason === roundTimedOut;
}
