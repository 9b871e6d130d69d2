import type { WhmFailure } from './failure.ts';
import type { ServerCommand } from './commands.ts';

/** A frame of CommandStream (`whm-protocol 7.1`). */
export type Frame =
  | { readonly kind: 'started'; readonly id: number }
  /**
   * `bytes`: the text's characters stand for bytes, because the frame is no UTF-8 (a chunk that was cut inside a
   * character).
   */
  | {
      readonly kind: 'output';
      readonly id: number;
      readonly stream: 'stdout' | 'stderr';
      readonly chunk: string;
      readonly bytes: boolean;
    }
  | { readonly kind: 'ended'; readonly id: number; readonly status: number }
  /** The far side will not: `text` says why, in its own words. */
  | { readonly kind: 'refused'; readonly id: number | null; readonly name: string; readonly text: string };

export interface StreamListener {
  readonly frame: (frame: Frame) => void;
  /** The stream ended without us; nothing comes after it. */
  readonly closed: (failure: WhmFailure) => void;
}

export interface StreamAllowance {
  readonly bytes: number;
  readonly frames: number;
}

/** An open CommandStream; closing it kills what runs. */
export interface CommandStream {
  /** Starts a command, with what it reads from its standard input. @returns its id, which the frames about it carry */
  run(command: ServerCommand, stdin?: string): number;
  /** Frames in order, to the latest listener only. */
  listen(listener: StreamListener): void;
  /** Any sign of life: a message, a ping or a pong. */
  onLife(listener: () => void): void;
  /**
   * What may come from now on, whatever it is: bytes on the connection, and messages, pings and pongs. The stream is
   * closed when more does. Null: no limit, for whoever counts himself.
   */
  allow(budget: StreamAllowance | null): void;
  ping(): void;
  pause(): void;
  resume(): void;
  close(): void;
}
