/** A request, the opening of a stream or a command with what came of it, for a trace. No body, no header, no secret. */
export interface Exchange {
  /** Id of the server. */
  readonly server: string;
  readonly method: 'GET' | 'POST' | 'WEBSOCKET' | 'COMMAND';
  /** Path with the names of its parameters, or a command with its arguments; fit to be shown. */
  readonly path: string;
  /** HTTP status, or exit code of a command; null: there was no answer. */
  readonly status: number | null;
  /** Why there was none, as an error code. */
  readonly failure: string | null;
  readonly ms: number;
  /** Bytes of the form that went out, and of the answer as it was read. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
}
