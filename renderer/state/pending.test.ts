import { expect, it } from 'vitest';
import type { Change, Intention } from '#shared/domain/plan/change.ts';
import { nothingPending, pendingCount, withPending } from '#shared/domain/plan/pending.ts';

const role = (value: 'sync' | 'standalone'): Change => ({
  kind: 'role',
  server: 's1',
  as: 'root',
  address: '10.0.0.2',
  role: value,
});
const mend: Intention = { kind: 'trust.mend', link: 's1>s2' };

it('keeps one change of a subject, the last, and one of an intention', () => {
  const once = withPending(nothingPending, { changes: [role('sync')], intentions: [mend] });
  const twice = withPending(once, { changes: [role('standalone')], intentions: [{ ...mend }] });
  expect(twice).toEqual({ changes: [role('standalone')], intentions: [mend] });
  expect(pendingCount(twice)).toBe(2);
});
