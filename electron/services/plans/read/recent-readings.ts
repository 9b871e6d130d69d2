import type { Change } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration, ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import type { Clock } from '#electron/services/ports.ts';
import { readServer, type ServerAccess } from './reading.ts';

/**
 * What was read of servers within a run: what a step has just read back is what the next one on that server starts
 * from.
 */
export interface RecentReadings {
  note(server: string, settings: ServerConfiguration): void;
  /** What was read is no longer how it is. */
  forget(server: string): void;
  /** As it is now: read, unless it was just read. */
  before(access: ServerAccess, change: Change): Promise<Result<ServerConfiguration>>;
}

/** So long a reading counts as of now, ms. */
const freshMs = 10_000;

/** What these changes start from is in every reading: root's list and the settings of its page. */
const inEvery: ReadonlySet<Change['kind']> = new Set(['role', 'member.enable', 'clustering', 'threshold']);

/** @param initial read just now */
export function createRecentReadings(clock: Clock, initial: FleetConfiguration): RecentReadings {
  const readings = new Map<string, { readonly at: number; readonly settings: ServerConfiguration }>();
  const note = (server: string, settings: ServerConfiguration): void =>
    void readings.set(server, { at: clock.now(), settings });
  for (const [server, settings] of Object.entries(initial)) note(server, settings);
  return {
    note,
    forget: (server) => void readings.delete(server),
    async before(access, change) {
      const known = readings.get(change.server);
      const age = known ? clock.now() - known.at : Infinity;
      const suffices = inEvery.has(change.kind) && (!('as' in change) || known?.settings.members[change.as] != null);
      if (known && suffices && age >= 0 && age < freshMs) return ok(known.settings);
      return await readServer(access, [change]);
    },
  };
}
