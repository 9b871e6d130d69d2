import type { ServerId } from '#shared/domain/topology/observation.ts';

/** What the observer keeps of one server between its rounds. */
export interface Slot {
  readonly id: ServerId;
  /** When the channels were found out, epoch ms; null: not yet, or no longer valid. */
  probedAt: number | null;
  failuresInRow: number;
  /** The server was tried once since the start, whatever came of it. */
  tried: boolean;
  /** Nothing is sent until the user acts. */
  suspended: boolean;
  /** Addresses the server was asked for since its last change. */
  readonly asked: Set<string>;
  /** Its own addresses of before, for what still names it by them. */
  readonly formerAddresses: Set<string>;
  running: Promise<void> | null;
  /** A round that waits for the one under way to end. */
  following: Promise<void> | null;
  controller: AbortController | null;
  timer: ReturnType<typeof setTimeout> | null;
  /** End of the last round, epoch ms. */
  lastDone: number;
}

/** @param probedAt null: also after a start, since what the last run has found out may be of long ago */
export function newSlot(id: ServerId, probedAt: number | null = null): Slot {
  return {
    id,
    probedAt,
    failuresInRow: 0,
    tried: false,
    suspended: false,
    asked: new Set(),
    formerAddresses: new Set(),
    running: null,
    following: null,
    controller: null,
    timer: null,
    lastDone: 0,
  };
}

export function disarm(slot: Slot): void {
  if (slot.timer !== null) clearTimeout(slot.timer);
  slot.timer = null;
}
