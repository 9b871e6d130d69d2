/** Names under which the bridge, main and the page find each other; the names of calls are not among them. */
export const bridgeGlobal = 'nameward';
export const channels = { call: 'nameward:call', cancel: 'nameward:cancel', stream: 'nameward:stream' } as const;

/** What the page hands to the bridge for a call or a stream. */
export interface BridgeMessage {
  /** Chosen by the page, unique: a command that comes twice under the same id is carried out once. */
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

/** What the preload script puts into the page's world. */
export interface Bridge {
  /** @returns `{ ok: true, value }` or `{ ok: false, error }` */
  call(message: BridgeMessage): Promise<unknown>;
  /** Gives up a query under way. */
  cancel(id: string): void;
  /** The stream's MessagePort then arrives at the window as a message `{ channel: 'nameward:stream', id }`. */
  openStream(message: BridgeMessage): void;
}
