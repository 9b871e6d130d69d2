import type { ServerState } from '#simulator/model.ts';
import type { SimulatedRequest } from '#simulator/seams.ts';
import type { Envelope } from './envelope.ts';
import { ApiArguments } from './arguments.ts';
import { ApiException } from './call.ts';
import { BATCH, findFunction, mayCall, missingRight } from './functions.ts';

interface Command {
  readonly name: string;
  readonly params: URLSearchParams;
}

/**
 * Several functions in one request (`whm-protocol 1.8`): all are authorised before any runs, a forbidden one fails the
 * whole batch, an unknown one is answered with HTTP 500.
 * @param call runs one command and gives its envelope
 * @returns the outer envelope, or what keeps the batch from running at all
 */
export async function runBatch(
  params: URLSearchParams,
  request: SimulatedRequest,
  server: ServerState,
  call: (name: string, params: URLSearchParams) => Promise<Envelope>,
): Promise<Envelope | ApiException | 'unknown-command'> {
  const given = new ApiArguments(BATCH, params);
  let abortOnError: boolean;
  try {
    abortOnError = given.flag('abort_on_error');
  } catch (error) {
    if (error instanceof ApiException) return error;
    throw error;
  }
  const commands = batchCommands(params);
  if (commands.length === 0) return new ApiException('Provide at least one “command” argument.');
  for (const { name } of commands) {
    const entry = findFunction(server, name);
    if (entry === undefined) return 'unknown-command';
    if (!mayCall(request.caller, entry)) {
      return { metadata: { command: BATCH, version: 1, result: 0, reason: missingRight(name) } };
    }
  }
  const result: Envelope[] = [];
  for (const command of commands) {
    const answer = await call(command.name, command.params);
    result.push(answer);
    if (abortOnError && answer.metadata['result'] === 0) break;
  }
  return { metadata: { command: BATCH, version: 1, result: 1, reason: 'OK' }, data: { result } };
}

/** The commands of a batch in their order. */
export function batchCommands(params: URLSearchParams): readonly Command[] {
  const texts = new ApiArguments(BATCH, params).all('command');
  return texts.filter((text) => text !== '').map(parseCommand);
}

/** `name` or `name?args`; the outer encoding is off already, the inner one comes off here. */
function parseCommand(text: string): Command {
  const mark = text.indexOf('?');
  if (mark < 0) return { name: text, params: new URLSearchParams() };
  return { name: text.slice(0, mark), params: new URLSearchParams(text.slice(mark + 1)) };
}
