/** What an API function is given and what it gives back; HTTP and the envelope are not its business. */
import type { ServerState } from '#simulator/model.ts';
import type { Caller, FleetContext } from '#simulator/seams.ts';
import type { ApiArguments } from './arguments.ts';

export { ApiException } from './exception.ts';

export interface ApiCall {
  readonly command: string;
  readonly arguments: ApiArguments;
  readonly caller: Caller;
  readonly server: ServerState;
  readonly fleet: FleetContext;
  /** Host header of the request, with the port if it had one. */
  readonly host: string;
  /** The client's address. */
  readonly address: string;
}

export interface ApiOutcome {
  /** Absent when the function gives nothing (`whm-protocol 1.6`). */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Field of `data` with the one list that filter, sort and chunk apply to. */
  readonly list?: string;
  /** `OK` when absent. */
  readonly reason?: string;
  /** What a script printed: `metadata.output.raw` (`whm-protocol 1.6`). */
  readonly output?: string;
}

export interface ApiFunction {
  readonly name: string;
  /** The caller needs one of these; none named: open to every caller. */
  readonly acls: readonly string[];
  readonly dnsonly: boolean;
  /** First major version (`11.MAJOR`) that has it; absent: all. */
  readonly since?: number;
  /** It needs the role DNS, which not every server profile has (`whm-protocol 2.7`). */
  readonly needsDnsRole?: true;
  /** Own words for a caller without the right. */
  readonly denied?: string;
  /** Also served in the shapes of version 0. */
  readonly version0?: boolean;
  readonly run: (call: ApiCall) => Promise<ApiOutcome> | ApiOutcome;
}

/** A failure that the function words itself: `result` 0 with the reason as it is. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(reason: string, data?: Readonly<Record<string, unknown>>) {
    super(reason);
    this.data = data;
  }
}
