import type { z } from 'zod';

/**
 * Kinds of calls: a query may be repeated and cancelled; a command carries a request id, so that a repeat is not a
 * second change; a stream is a loan repaid by acknowledgement.
 */

export interface StreamFlow {
  /** Items out and not yet acknowledged, at most. */
  readonly window: number;
  /** Items are gathered for so long before they are sent, ms. */
  readonly batchMs: number;
  /**
   * What happens when the window is used up: the source is paused, the oldest are dropped and the gap reported, or only
   * the latest per key is kept.
   */
  readonly overflow: 'pause' | 'drop-oldest' | 'conflate';
}

export interface QueryDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'query';
  readonly input: I;
  readonly output: O;
}
export interface CommandDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'command';
  readonly input: I;
  readonly output: O;
}
export interface StreamDefinition<I extends z.ZodType, O extends z.ZodType> {
  readonly kind: 'stream';
  readonly input: I;
  readonly output: O;
  readonly flow: StreamFlow;
}
export type Definition =
  | QueryDefinition<z.ZodType, z.ZodType>
  | CommandDefinition<z.ZodType, z.ZodType>
  | StreamDefinition<z.ZodType, z.ZodType>;

export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): QueryDefinition<I, O> => ({
  kind: 'query',
  input,
  output,
});
export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): CommandDefinition<I, O> => ({
  kind: 'command',
  input,
  output,
});
export const stream = <I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  flow: StreamFlow,
): StreamDefinition<I, O> => ({ kind: 'stream', input, output, flow });
