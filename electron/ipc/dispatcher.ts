import { contract, type CallName, type StreamName } from '#shared/contract/index.ts';
import type { Definition } from '#shared/contract/definition.ts';
import { cancelSchema, errorSchema, requestSchema, type Request } from '#shared/contract/reply.ts';
import { appError, err, type AppError, type ErrorCode, type Result } from '#shared/errors/index.ts';
import type { Conflation } from '#shared/flow/index.ts';
import type { Log } from '#electron/services/ports.ts';
import type { CallContext, Conflations, Handlers, StreamHandler } from '#electron/ipc/handlers/handler.ts';
import { firstIssue } from './issue.ts';
import { createRecentCommands } from './recent-commands.ts';
import { isAnsweredWhileLocked } from './while-locked.ts';
import { isOurPage, type Sender } from './sender.ts';
import { serveStream, type OpenStream, type StreamPort } from './stream.ts';

/** Turns messages of the page into calls of the handlers. Knows no transport. */
export interface Dispatcher {
  /** Answers a query or a command; never rejects, whatever the message is. */
  call(message: unknown, sender: Sender): Promise<Result<unknown>>;
  /** Gives up the query with that id; anything else is ignored. */
  cancel(id: unknown, sender: Sender): void;
  /** Serves a stream on its port until one side closes it. */
  open(message: unknown, port: StreamPort, sender: Sender): void;
  /** The page is gone (reload, crash, closed): ends its queries and streams. Commands under way are carried out. */
  release(): void;
  /** Streams open and queries under way. */
  readonly load: { readonly streams: number; readonly queries: number };
}

const remembered = 256;
const streamLimit = 64;
const callLimit = 1000;

/**
 * @param handlers one for every name of the contract
 * @param options `conflations`: for every stream whose overflow is `conflate`; `log`: gets what must not cross to the
 *   page; `locked`: whether the vault of the open profile is locked
 */
// oxlint-disable-next-line max-lines-per-function -- one dispatcher: calls and streams share what is open
export function createDispatcher(
  handlers: Handlers,
  {
    conflations,
    log,
    locked,
  }: { readonly conflations: Conflations; readonly log: Log; readonly locked: () => Promise<boolean> },
): Dispatcher {
  const commands = createRecentCommands<Result<unknown>>(remembered);
  const queries = new Map<string, AbortController>();
  const streams = new Set<OpenStream>();
  let calls = 0;

  /** The first checks, in order: sender, form of the message, name and kind. */
  const admit = (message: unknown, sender: Sender, streamed: boolean): Result<Request & { definition: Definition }> => {
    if (!isOurPage(sender)) {
      log.warn('A message of a stranger was refused', { origin: sender.origin, mainFrame: sender.mainFrame });
      return refuse('ipc.refused', 'This sender may not call.');
    }
    const request = requestSchema.safeParse(message);
    if (!request.success) return refuse('ipc.invalid', `The message is malformed: ${firstIssue(request.error)}`);
    const { name, id } = request.data;
    const definition = Object.hasOwn(contract, name) ? (contract as Record<string, Definition>)[name] : undefined;
    if (!definition || (definition.kind === 'stream') !== streamed) {
      return refuse('ipc.unknown', `There is no ${streamed ? 'stream' : 'call'} of that name.`, id);
    }
    return { ok: true, value: { ...request.data, definition } };
  };

  const answer = async (
    request: Request & { definition: Definition },
    signal: AbortSignal,
  ): Promise<Result<unknown>> => {
    const { id, name, definition } = request;
    const input = definition.input.safeParse(request.input);
    if (!input.success) return refuse('ipc.invalid', `${name}: ${firstIssue(input.error)}`, id);
    let result: Result<unknown>;
    try {
      if (!isAnsweredWhileLocked(name) && (await locked()))
        return refuse('vault.locked', 'Nameward is locked: unlock it first.', id);
      const handler = handlers[name as CallName] as (input: unknown, context: CallContext) => Promise<Result<unknown>>;
      result = await handler(input.data, { requestId: id, signal });
    } catch (error) {
      log.error('A handler failed', { name, requestId: id, error: describe(error) });
      return refuse('internal', `${name} failed inside Nameward; its log says more.`, id);
    }
    if (!result.ok) return err(crossing(result.error, name, id));
    const output = definition.output.safeParse(result.value);
    if (output.success) return { ok: true, value: output.data };
    log.error('An answer does not fit the contract', { code: 'ipc.output', name, issue: firstIssue(output.error) });
    return refuse('ipc.output', `The answer of ${name} does not fit the contract.`, id);
  };

  /** An error as it may cross: its named fields and the request's id. */
  const crossing = (error: AppError, name: string, id?: string): AppError => {
    const parsed = errorSchema.safeParse(error);
    if (parsed.success) return id === undefined ? parsed.data : { ...parsed.data, requestId: id };
    log.error('An error does not fit the contract', { code: 'ipc.output', name, issue: firstIssue(parsed.error) });
    return appError('ipc.output', `The error of ${name} does not fit the contract.`);
  };

  const query = async (request: Request & { definition: Definition }): Promise<Result<unknown>> => {
    const { id } = request;
    if (queries.has(id)) return refuse('ipc.invalid', 'A query under way has the same id.', id);
    const controller = new AbortController();
    const { signal } = controller;
    queries.set(id, controller);
    const givenUp = new Promise<Result<unknown>>((resolve) => {
      signal.addEventListener('abort', () => resolve(refuse('cancelled', 'Given up by the page.', id)), { once: true });
    });
    try {
      return await Promise.race([answer(request, signal), givenUp]);
    } finally {
      queries.delete(id);
    }
  };

  const command = async (request: Request & { definition: Definition }): Promise<Result<unknown>> =>
    (await commands.once(request.id, request.name, () => answer(request, never))) ??
    refuse('ipc.invalid', 'Another command had the same id.', request.id);

  return {
    async call(message, sender) {
      const admitted = admit(message, sender, false);
      if (!admitted.ok) return admitted;
      if (calls >= callLimit) return refuse('ipc.refused', 'Too many calls at once.', admitted.value.id);
      calls += 1;
      try {
        return await (admitted.value.definition.kind === 'query' ? query(admitted.value) : command(admitted.value));
      } finally {
        calls -= 1;
      }
    },
    cancel(id, sender) {
      const parsed = cancelSchema.safeParse(id);
      if (isOurPage(sender) && parsed.success) queries.get(parsed.data)?.abort();
    },
    open(message, port, sender) {
      const admitted = admit(message, sender, true);
      const input = admitted.ok ? streamInput(admitted.value, streams.size) : admitted;
      if (!admitted.ok || !input.ok) {
        port.post({ kind: 'end', error: input.ok ? null : input.error });
        return;
      }
      const { name, definition } = admitted.value;
      if (definition.kind !== 'stream') return;
      const handler = handlers[name as StreamName] as StreamHandler<StreamName>;
      const stream = serveStream<unknown>({
        name,
        definition,
        conflation: conflations[name as StreamName] as Conflation<unknown> | undefined,
        open: (sink) => handler(input.value as never, sink),
        crossing: (error) => crossing(error, name),
        port,
        log,
        onClosed: () => streams.delete(stream),
      });
      streams.add(stream);
      stream.start();
    },
    release() {
      for (const controller of queries.values()) controller.abort();
      for (const stream of streams) stream.close();
    },
    get load() {
      return { streams: streams.size, queries: queries.size };
    },
  };
}

const never = new AbortController().signal;

function streamInput(request: Request & { definition: Definition }, open: number): Result<unknown> {
  const parsed = request.definition.input.safeParse(request.input);
  if (!parsed.success) return refuse('ipc.invalid', `${request.name}: ${firstIssue(parsed.error)}`, request.id);
  if (open >= streamLimit) return refuse('ipc.refused', 'Too many streams are open.', request.id);
  return { ok: true, value: parsed.data };
}

function refuse(code: ErrorCode, message: string, requestId?: string): Result<never> {
  return err({ ...appError(code, message), ...(requestId === undefined ? {} : { requestId }) });
}

/** For the log, which redacts: what was thrown, with where. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
