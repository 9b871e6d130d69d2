import type { CallName, OutputOf, ParsedInputOf, StreamName } from '#shared/contract/index.ts';
import type { AppError, Result } from '#shared/errors/index.ts';
import type { Conflation } from '#shared/flow/index.ts';

export interface CallContext {
  readonly requestId: string;
  /** Aborted when the page gives a query up or goes away. Commands are never aborted. */
  readonly signal: AbortSignal;
}

/** Receives what a stream's source has. May be called at any time, before the source is returned too. */
export interface StreamSink<T> {
  item(item: T): void;
  /** What came before is delivered first. Null: ended as it should. */
  end(error: AppError | null): void;
}

/** What main holds of a stream's source. */
export interface StreamSource {
  /** `pause` streams: stop reading, until `resume`. */
  pause?(): void;
  resume?(): void;
  /** Frees the source; called once, after `end` too. */
  close(): void;
}

export type CallHandler<K extends CallName> = (
  input: ParsedInputOf<K>,
  context: CallContext,
) => Promise<Result<OutputOf<K>>>;

export type StreamHandler<K extends StreamName> = (
  input: ParsedInputOf<K>,
  sink: StreamSink<OutputOf<K>>,
) => StreamSource;

/** One handler for every name of the contract; the compiler refuses a missing one. */
export type Handlers = { readonly [K in CallName]: CallHandler<K> } & {
  readonly [K in StreamName]: StreamHandler<K>;
};

/** How the streams that conflate tell their items apart. */
export type Conflations = { readonly [K in StreamName]?: Conflation<OutputOf<K>> };
