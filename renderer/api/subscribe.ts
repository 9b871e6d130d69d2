import { channels } from '#shared/contract/channels.ts';
import { flows } from '#shared/contract/flows.ts';
import type { InputOf, OutputOf, StreamName } from '#shared/contract/index.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import { createBorrower, type LenderMessage } from '#shared/flow/index.ts';
import { bridge } from './bridge.ts';
import { isRecord, readError } from './reply.ts';

export interface StreamListener<T> {
  /**
   * A batch, in order. The next one comes when the returned promise has settled; only then are the items acknowledged,
   * so a slow page slows the source down.
   * @param gap items that were dropped just before these (`drop-oldest` streams only; else 0)
   */
  onItems(items: readonly T[], gap: number): void | Promise<void>;
  /** The stream is over and everything before was delivered; null: as it should be. Not called after `close`. */
  onEnd?(error: AppError | null): void;
}

/**
 * Opens a stream of main.
 * @param name a stream of the contract
 * @param input what the contract asks for
 * @param listener gets the items; what it throws ends the stream with `internal`
 * @returns the function that closes the stream; may be called at any time, twice too
 */
export function subscribe<K extends StreamName>(
  name: K,
  input: InputOf<K>,
  listener: StreamListener<OutputOf<K>>,
): () => void {
  const id = crypto.randomUUID();
  const borrower = createBorrower<OutputOf<K>>(flows[name].window);
  let port: MessagePort | null = null;
  let over = false;

  const close = (): void => {
    over = true;
    // Not yet arrived: the port is closed as soon as it is here, and main learns of it by that.
    if (expected.has(id)) expected.set(id, (late) => late.close());
    port?.postMessage({ kind: 'close' });
    port?.close();
    port = null;
  };
  const end = (error: AppError | null): void => {
    if (over) return;
    close();
    listener.onEnd?.(error);
  };
  const deliver = async (): Promise<void> => {
    for (let step = borrower.next(); step && !over; step = borrower.next()) {
      if (step.kind === 'end') {
        end(step.message.error === null ? null : readError(step.message.error));
        return;
      }
      try {
        await listener.onItems(step.items, step.gap);
      } catch (error) {
        end(appError('internal', `Items of ${name} could not be dealt with: ${String(error)}`));
        throw error;
      }
      const acknowledgement = borrower.settle();
      if (acknowledgement) port?.postMessage(acknowledgement);
    }
  };

  awaitPort(id, (arrived) => {
    port = arrived;
    port.onmessage = (event: MessageEvent<unknown>) => {
      if (over) return;
      const message = readMessage(event.data);
      if (!message || !borrower.receive(message)) end(appError('ipc.invalid', `The stream ${name} broke its rules.`));
      else void deliver();
    };
    // Fired where the platform knows that main is gone; elsewhere the page goes with it.
    port.addEventListener('close', () => end(appError('ipc.refused', `The stream ${name} was cut off.`)));
  });
  bridge().openStream({ id, name, input });
  return close;
}

function readMessage(data: unknown): LenderMessage<never> | null {
  if (!isRecord(data)) return null;
  if (data['kind'] === 'items' && Array.isArray(data['items'])) {
    return { kind: 'items', items: data['items'] as never[], gap: Number(data['gap']) || 0 };
  }
  return data['kind'] === 'end' ? { kind: 'end', error: (data['error'] ?? null) as AppError | null } : null;
}

const expected = new Map<string, (port: MessagePort) => void>();
let listening = false;

function awaitPort(id: string, arrived: (port: MessagePort) => void): void {
  if (!listening) window.addEventListener('message', receivePort);
  listening = true;
  expected.set(id, arrived);
}

/** Ports come from the preload script, which shares our window and origin; anything else is not for us. */
function receivePort(event: MessageEvent<unknown>): void {
  if (event.source !== window || event.origin !== window.location.origin) return;
  if (!isRecord(event.data) || event.data['channel'] !== channels.stream) return;
  const id = String(event.data['id']);
  const arrived = expected.get(id);
  const [port] = event.ports;
  if (!arrived || !port) return;
  expected.delete(id);
  arrived(port);
}
