import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createPlanArchive } from '#electron/adapters/store/index.ts';
import type { SettingsReading } from '#electron/services/change-ports.ts';
import type { ClusterReading } from '#electron/services/ports.ts';
import { changesArbitrary, worldArbitrary } from '#test/fixtures/plans/arbitrary.ts';
import { openWorld } from '#test/fixtures/plans/open.ts';
import { previewOf } from '#test/fixtures/plans/runs.ts';
import { lawRuns } from '#test/fixtures/laws/runs.ts';

/** Unknown is a value: a plan that was computed from what could be read is kept and read again, whatever could not. */

const folder = mkdtempSync(pathOf(tmpdir(), 'nameward-unknown-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The record with the fields of that names unknown. */
function without<T extends object>(record: T, names: ReadonlySet<string>, prefix: string): T {
  const entries = Object.entries(record).map(([key, value]) => [key, names.has(prefix + key) ? null : value]);
  return Object.fromEntries(entries) as T;
}

const fields = (
  'monitored logLevel verboseSync trusted unique resellers trusted.dnsmaster clustering clustering.enabled clustering.threshold ' +
  'clustering.notify member.hostname member.user member.module member.role member.disabled member.debug'
).split(' ');

describe('a plan with unknown values', () => {
  it('comes back from disk as it was made', async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(worldArbitrary, changesArbitrary, fc.subarray(fields), async (make, changes, unknown) => {
        const names = new Set(unknown);
        const settings = (reading: SettingsReading): SettingsReading => {
          const { trusted } = reading;
          const lists = trusted && without(trusted, names, 'trusted.');
          return without({ ...reading, trusted: lists }, names, '');
        };
        const members = (reading: ClusterReading): ClusterReading => ({
          clustering:
            reading.clustering && !names.has('clustering') ? without(reading.clustering, names, 'clustering.') : null,
          members: {
            ...reading.members,
            records: reading.members.records.map((record) => without(record, names, 'member.')),
          },
        });
        const own = pathOf(folder, String((made += 1)));
        const clock = { now: () => 1_795_000_000_000 };
        const archive = createPlanArchive(own, clock);
        const open = await openWorld(make(), { archive, reads: { settings, members } });
        const plan = await previewOf(open.services, changes);
        await open.services.close();
        const read = await createPlanArchive(own, clock).load();
        expect(read.notices).toEqual([]);
        expect(read.plans).toMatchObject([{ closed: null, kept: { plan } }]);
      }),
      lawRuns(60),
    );
  });
});
