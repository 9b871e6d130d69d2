/**
 * The thread that long pages are read in: it knows nothing but the pages that it is given, and may be ended at any
 * time.
 */
import { parentPort } from 'node:worker_threads';
import { readHtml, type PageReader } from './readers.ts';
import type { PageAnswer, PageJob } from './thread-messages.ts';

function answerJob(job: PageJob): PageAnswer {
  try {
    return { id: job.id, reading: readHtml<PageReader>(job.reader, job.html, job.input) };
  } catch (error) {
    return { id: job.id, failure: error instanceof Error ? error.name : 'Error' };
  }
}

parentPort?.on('message', (job: PageJob) => parentPort?.postMessage(answerJob(job)));
