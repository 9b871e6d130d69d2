import { expect, it } from 'vitest';
import type { Change } from '#shared/domain/plan/change.ts';
import type { PendingData } from '#shared/schema/pending/index.ts';
import { memoryDocument } from '#test/fixtures/services/memory.ts';
import { createNoticeBoard } from '#electron/services/notices.ts';
import { openPending } from '#electron/services/plans/keep/pending.ts';

const threshold = (value: number): Extract<Change, { kind: 'threshold' }> => ({
  kind: 'threshold',
  server: 'web1',
  threshold: value,
  notify: true,
});

it('keeps the last word, also when one is written while another is', async () => {
  const document = memoryDocument<PendingData>();
  const pending = await openPending(document, createNoticeBoard());
  expect(pending.current()).toEqual({ changes: [], intentions: [] });
  void pending.keep({ changes: [threshold(1)], intentions: [] });
  void pending.keep({ changes: [threshold(2)], intentions: [] });
  await pending.close();
  expect(document.data).toEqual({ changes: [threshold(2)], intentions: [] });
  const again = await openPending(document, createNoticeBoard());
  expect(again.current()).toEqual({ changes: [threshold(2)], intentions: [] });
});

it('says when it cannot keep them, and still has those from before', async () => {
  const document = memoryDocument<PendingData>({ changes: [threshold(1)], intentions: [] });
  const pending = await openPending(document, createNoticeBoard());
  document.failWrites = true;
  expect(await pending.keep({ changes: [], intentions: [] })).toMatchObject({
    ok: false,
    error: { code: 'store.failed' },
  });
  expect(pending.current()).toEqual({ changes: [threshold(1)], intentions: [] });
});

it('names a file that could not be read', async () => {
  const notices = createNoticeBoard();
  const pending = await openPending(
    {
      read: () => Promise.resolve({ state: 'set-aside', file: '/profile/pending.corrupt', reason: 'It is no JSON.' }),
      write: memoryDocument<PendingData>().write,
    },
    notices,
  );
  expect(pending.current()).toEqual({ changes: [], intentions: [] });
  expect(notices.all()).toMatchObject([{ code: 'store.corrupt', file: '/profile/pending.corrupt' }]);
});
