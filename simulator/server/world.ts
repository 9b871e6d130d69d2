import type { WebSocket } from 'ws';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext, Route } from '#simulator/seams.ts';

/** What every server of a fleet is made with. */
export interface World {
  readonly fleet: FleetContext;
  /** Pages of the DNS Cluster interface by path. */
  readonly pages: ReadonlyMap<string, Route>;
  /** The peer protocol by path; always open to tokens. */
  readonly peer: ReadonlyMap<string, Route>;
  /** `ignoresWrites`: its commands change nothing, whatever they say. */
  readonly attachCommandStream: (
    socket: WebSocket,
    server: ServerState,
    fleet: FleetContext,
    ignoresWrites: boolean,
  ) => void;
  /** Told of what clients from outside ask, form bodies included. */
  readonly heard: (request: {
    readonly server: string;
    readonly method: string;
    readonly path: string;
    readonly params: URLSearchParams;
  }) => void;
  /** The server of this fleet whose call comes over the connection with that far end; null: a client from outside. */
  readonly callerAt: (
    remoteAddress: string,
    remotePort: number,
  ) => { readonly id: string; readonly address: string } | null;
}
