import { limitedMembers } from '#shared/domain/topology/observation.ts';
import type { FleetMemory } from '#shared/schema/fleet/index.ts';
import type { NoticeBoard } from '#electron/services/notices.ts';
import { noticeOf } from '#electron/services/notices.ts';
import type { DocumentStore, Log } from '#electron/services/ports.ts';

/** Keeps the last known observations on disk, written seldom. */
export interface FleetMemoryKeeper {
  readonly loaded: FleetMemory;
  /** Something changed: it will be written within the half minute. */
  changed(): void;
  /** Writes now what is still to be written. */
  flush(): Promise<void>;
}

const writeEvery = 30_000;
const nothing: FleetMemory = { savedAt: 0, observations: {}, probedAt: {} };

/** A file of an earlier Nameward may hold more members of a server than are taken now. */
function bounded(memory: FleetMemory): FleetMemory {
  const observations = Object.entries(memory.observations).map(([id, observation]) => {
    const { members } = observation;
    const cut = members && { ...members, value: limitedMembers(members.value) };
    return [id, { ...observation, members: cut }] as const;
  });
  return { ...memory, observations: Object.fromEntries(observations) };
}

/** @param collect what to write, asked for at the moment of writing */
export async function openFleetMemory(
  document: DocumentStore<FleetMemory>,
  notices: NoticeBoard,
  log: Log,
  collect: () => FleetMemory,
): Promise<FleetMemoryKeeper> {
  const reading = await document.read();
  const notice = noticeOf('last known state', reading);
  if (notice) notices.add(notice);
  const loaded = bounded(((reading.state === 'ok' || reading.state === 'newer') && reading.data) || nothing);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let dirty = false;
  let turn: Promise<void> = Promise.resolve();
  // A newer Nameward's file is not ours to write.
  const readOnly = reading.state === 'newer';

  const writeIfChanged = async (before: Promise<void>): Promise<void> => {
    await before;
    if (!dirty) return;
    dirty = false;
    const written = await document.write(collect());
    if (!written.ok) log.warn('the last known state could not be written', { code: written.error.code });
  };
  const write = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    turn = writeIfChanged(turn);
    return turn;
  };

  return {
    loaded,
    changed() {
      if (readOnly) return;
      dirty = true;
      timer ??= setTimeout(() => void write(), writeEvery);
    },
    flush: write,
  };
}
