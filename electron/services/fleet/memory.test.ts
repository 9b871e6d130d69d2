import { expect, it } from 'vitest';
import { ok } from '#shared/errors/index.ts';
import type { FleetMemory } from '#shared/schema/fleet/index.ts';
import { fact, member, observed } from '#test/fixtures/fleets.ts';
import { createNoticeBoard } from '#electron/services/notices.ts';
import { openFleetMemory } from './memory.ts';

const silent = { info() {}, warn() {}, error() {} };

it('takes over no list that is too long to be read', async () => {
  const records = Array.from({ length: 5000 }, (_, index) => member(`10.0.${index >> 8}.${index & 255}`));
  const kept: FleetMemory = {
    savedAt: 1,
    observations: {
      many: observed('many', 'cpanel', [], { members: fact({ records, partial: false, cut: false, strays: [] }) }),
      few: observed('few', 'cpanel', records.slice(0, 2000)),
      none: observed('none', 'cpanel', [], { members: null }),
    },
    probedAt: {},
  };
  const document = { read: async () => ({ state: 'ok' as const, data: kept }), write: async () => ok(undefined) };
  const { loaded } = await openFleetMemory(document, createNoticeBoard(), silent, () => kept);
  expect(loaded.observations['many']?.members?.value).toMatchObject({
    records: [],
    partial: true,
    cut: true,
  });
  expect(loaded.observations['few']).toEqual(kept.observations['few']);
  expect(loaded.observations['none']?.members).toBeNull();
});
