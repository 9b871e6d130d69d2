import type { WhmFailure } from '../failure.ts';
import type { ServerCommand } from './commands.ts';
import type { Frame } from './frames.ts';

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
   * What may come from now on, whatever it is: bytes on the connection, and messages, pings and pongs. The stream is closed when more
   * does. Null: no limit, for whoever counts himself.
   */
  allow(budget: StreamAllowance | null): void;
  ping(): void;
  pause(): void;
  resume(): void;
  close(): void;
}
