import type { OutputOf } from '#shared/contract/index.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import type { PendingData } from '#shared/schema/pending/index.ts';
import { noticeOf, type NoticeBoard } from '#electron/services/notices.ts';
import type { DocumentStore } from '#electron/services/ports.ts';

/** What was gathered and not applied, kept over the end of Nameward. */
export interface PendingChanges {
  current(): OutputOf<'plans.pending'>;
  /** @returns `store.newer|failed`, and then what was kept before is still kept */
  keep(pending: PendingData): Promise<Result<Record<string, never>>>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/** Reads what was pending; what cannot be read is told and counts as nothing. */
export async function openPending(document: DocumentStore<PendingData>, notices: NoticeBoard): Promise<PendingChanges> {
  const reading = await document.read();
  const notice = noticeOf('pending changes', reading);
  if (notice) notices.add(notice);
  let pending: PendingData = (reading.state === 'ok' || reading.state === 'newer' ? reading.data : null) ?? {
    changes: [],
    intentions: [],
  };
  /** One after the other: the last word stays. */
  let turn: Promise<unknown> = Promise.resolve();

  return {
    current: () => structuredClone(pending),
    keep(next) {
      const result = turn.then(async () => {
        const written = await document.write(next);
        if (!written.ok) return written;
        pending = next;
        return ok({});
      });
      turn = result.catch(() => undefined);
      return result;
    },
    async close() {
      await turn;
    },
  };
}
