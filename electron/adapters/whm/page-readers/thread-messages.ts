import type { PageInput, PageReader, PageReading } from './readers.ts';

/** A page to be read, on its way to the thread. */
export interface PageJob {
  readonly id: number;
  readonly reader: PageReader;
  readonly html: string;
  readonly input: PageInput<PageReader>;
}

/** What became of it; `failure` is the name of an error, whose words might quote the page. */
export type PageAnswer =
  { readonly id: number; readonly reading: PageReading } | { readonly id: number; readonly failure: string };
