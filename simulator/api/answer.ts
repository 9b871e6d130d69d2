/**
 * From a request to `/json-api/FUNCTION` to its answer: version, envelope, rights, meta arguments
 * (`whm-protocol 1.4`–`1.8`).
 */
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext, SimulatedRequest, SimulatedResponse } from '#simulator/seams.ts';
import { randomText } from '#simulator/random.ts';
import { ApiArguments } from './arguments.ts';
import { batchCommands, runBatch } from './batch.ts';
import { ApiException, ApiFailure, type ApiFunction, type ApiOutcome } from './call.ts';
import { hasDnsRole } from './rights.ts';
import { BATCH, findFunction, mayCall, missingRight } from './functions.ts';
import type { Envelope } from './envelope.ts';
import { applyMetaArguments } from './meta-arguments.ts';

/**
 * Answers an API request of a caller who is authenticated already. HTTP 200 whatever the function says, but for a batch
 * with an unknown command.
 * @param name the function, from the path
 */
export async function answerApi(
  name: string,
  request: SimulatedRequest,
  server: ServerState,
  fleet: FleetContext,
): Promise<SimulatedResponse> {
  for (const unknown of unknownIn(name, request.params, server)) {
    noteUnknown(unknown, server);
    fleet.emit({ kind: 'unknown-function', at: fleet.now(), server: server.id, name: unknown });
  }
  // Without api.version the shapes of version 0 apply (1.4).
  if (request.params.get('api.version') !== '1') return json(await answerVersion0(name, request, server, fleet));
  if (name !== BATCH) return json(await callFunction(name, request.params, request, server, fleet));
  const answer = await runBatch(request.params, request, server, (command, params) =>
    callFunction(command, params, request, server, fleet),
  );
  if (answer === 'unknown-command') {
    return { status: 500, contentType: 'text/plain; charset="utf-8"', body: 'Internal Server Error\n' };
  }
  return json(answer instanceof ApiException ? failed(BATCH, failureReason(answer, fleet)) : answer);
}

/** How many names a server keeps: a client that tries names must not make it grow. */
const KEPT_UNKNOWN = 100;

function noteUnknown(name: string, { unknownFunctions }: ServerState): void {
  if (unknownFunctions.size < KEPT_UNKNOWN) unknownFunctions.add(name);
}

/**
 * The names among those that are asked for, by themselves or in a batch, that neither the product nor the version has.
 */
function unknownIn(name: string, params: URLSearchParams, server: ServerState): readonly string[] {
  const asked = name === BATCH ? batchCommands(params).map((command) => command.name) : [name];
  return asked.filter((one) => one !== BATCH && findFunction(server, one) === undefined);
}

async function callFunction(
  name: string,
  params: URLSearchParams,
  request: SimulatedRequest,
  server: ServerState,
  fleet: FleetContext,
): Promise<Envelope> {
  const entry = findFunction(server, name);
  if (entry === undefined) return failed(name, unknownApp(name, 1));
  if (!mayCall(request.caller, entry)) return failed(name, entry.denied ?? missingRight(name));
  try {
    // The words are inferred; that it is this exception, in an envelope with HTTP 200, is not (`whm-protocol 1.6`).
    if (entry.needsDnsRole === true && !hasDnsRole(server)) {
      throw new ApiException(
        `The function “${name}” requires the “DNS” role, which is disabled on this server (System::RequiredRoleDisabled).`,
      );
    }
    const outcome = await run(entry, params, request, server, fleet);
    const { data, metadata } = withMetaArguments(outcome, params);
    return {
      metadata: {
        command: name,
        version: 1,
        result: 1,
        reason: outcome.reason ?? 'OK',
        ...outputOf(outcome),
        ...metadata,
      },
      ...(data === undefined ? {} : { data }),
    };
  } catch (error) {
    if (error instanceof ApiFailure) return failed(name, error.message, error.data);
    if (error instanceof ApiException) return failed(name, failureReason(error, fleet));
    throw error;
  }
}

async function run(
  entry: ApiFunction,
  params: URLSearchParams,
  request: SimulatedRequest,
  server: ServerState,
  fleet: FleetContext,
): Promise<ApiOutcome> {
  return entry.run({
    command: entry.name,
    arguments: new ApiArguments(entry.name, params),
    caller: request.caller,
    server,
    fleet,
    host: request.host,
    address: request.address,
  });
}

function outputOf({ output }: ApiOutcome): Readonly<Record<string, unknown>> {
  return output === undefined ? {} : { output: { raw: output, messages: [], warnings: [] } };
}

function withMetaArguments(
  outcome: ApiOutcome,
  params: URLSearchParams,
): { data: ApiOutcome['data']; metadata: Readonly<Record<string, unknown>> } {
  const { data, list } = outcome;
  if (data === undefined || list === undefined) return { data, metadata: {} };
  const rows = data[list];
  if (!Array.isArray(rows)) throw new Error(`The answer's list “${list}” is not a list.`);
  const applied = applyMetaArguments(rows, params);
  return { data: { ...data, [list]: applied.rows }, metadata: applied.metadata };
}

/** Version 0: the data at the top level; its words for an unknown function are the only ones that were seen (1.4). */
async function answerVersion0(
  name: string,
  request: SimulatedRequest,
  server: ServerState,
  fleet: FleetContext,
): Promise<Readonly<Record<string, unknown>>> {
  const entry = findFunction(server, name);
  if (entry?.version0 !== true) return version0Failure(unknownApp(name, 0));
  if (!mayCall(request.caller, entry)) return version0Failure(missingRight(name));
  try {
    return (await run(entry, request.params, request, server, fleet)).data ?? {};
  } catch (error) {
    if (error instanceof ApiFailure || error instanceof ApiException) return version0Failure(error.message);
    throw error;
  }
}

function version0Failure(reason: string): Readonly<Record<string, unknown>> {
  return { cpanelresult: { apiversion: '2', error: reason, data: { reason, result: '0' }, type: 'text' } };
}

function unknownApp(name: string, version: 0 | 1): string {
  return `Unknown app ("${name}") requested for this version (${version}) of the API.`;
}

function failed(command: string, reason: string, data?: Readonly<Record<string, unknown>>): Envelope {
  return { metadata: { command, version: 1, result: 0, reason }, ...(data === undefined ? {} : { data }) };
}

function failureReason(error: ApiException, fleet: FleetContext): string {
  const id = randomText(() => fleet.random(), 'abcdefghjkmnpqrstuvwxyz23456789', 6);
  return `API failure: (XID ${id}) ${error.message}`;
}

function json(body: unknown): SimulatedResponse {
  return { status: 200, contentType: 'application/json; charset="utf-8"', body: JSON.stringify(body) };
}
