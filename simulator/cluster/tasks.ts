/**
 * The task queue of a server: what is queued runs a little later, one task after the other (`whm-protocol 2.1`, `3.8`).
 */
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';

/** queueprocd takes seconds to minutes; long enough here that a client which reads back at once sees the old state. */
const DELAY_MS = 400;

export interface TaskQueue {
  add(server: ServerState, task: string, run: () => Promise<void> | void): void;
  /** Nothing that has not begun begins any more. */
  stop(): void;
}

/** @param track remembers work for the end of the fleet */
export function createTaskQueue(fleet: FleetContext, track: (work: Promise<unknown>) => unknown): TaskQueue {
  const last = new WeakMap<ServerState, Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  const perform = async (server: ServerState, task: string, run: () => Promise<void> | void): Promise<void> => {
    if (stopped) return;
    let error: string | null = null;
    try {
      await run();
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    const at = server.tasks.indexOf(task);
    if (at !== -1) server.tasks.splice(at, 1);
    fleet.emit({ kind: 'task-finished', at: fleet.now(), server: server.id, task, error });
  };

  return {
    add(server, task, run) {
      server.tasks.push(task);
      fleet.emit({ kind: 'task-queued', at: fleet.now(), server: server.id, task });
      const timer = setTimeout(() => {
        timers.delete(timer);
        const next = (last.get(server) ?? Promise.resolve()).then(() => perform(server, task, run));
        last.set(server, next);
        track(next);
      }, DELAY_MS);
      timer.unref();
      timers.add(timer);
    },

    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
