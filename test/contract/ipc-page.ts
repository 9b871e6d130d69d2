import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { vi } from 'vitest';
import {
  conflations,
  createDispatcher,
  pageOrigin,
  type Dispatcher,
  type Handlers,
  type Sender,
  type StreamPort,
} from '#electron/ipc/index.ts';
import { contract } from '#shared/contract/index.ts';
import { failure } from '#shared/errors/index.ts';

/** The page as main knows it. */
export const ourPage: Sender = { ownWindow: true, mainFrame: true, origin: pageOrigin };

/** A log that remembers. */
export function rememberingLog() {
  return { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
}

/** A dispatcher whose handlers are those given; every other one is a failure of the test. */
export function dispatcherOver(given: Partial<Handlers>, locked: () => boolean = () => false) {
  const log = rememberingLog();
  const missing = Object.fromEntries(
    Object.entries(contract).map(([name, { kind }]) => [
      name,
      kind === 'stream'
        ? () => ({ close: () => {} })
        : () => Promise.resolve(failure('internal', `The test has no handler for ${name}.`)),
    ]),
  );
  const dispatcher = createDispatcher({ ...missing, ...given } as unknown as Handlers, {
    conflations,
    log,
    locked: () => Promise.resolve(locked()),
  });
  return { dispatcher, log };
}

/** Main's end over a real port, as electron/main makes one of Electron's. */
export function portOf(port: MessagePort): StreamPort {
  return {
    post: (message) => port.postMessage(message),
    listen({ message, closed }) {
      port.on('message', message);
      port.on('close', closed);
      port.start();
    },
    close: () => port.close(),
  };
}

/** Opens a stream and gives the page's end of its port. */
export function openStream(dispatcher: Dispatcher, message: unknown, sender: Sender = ourPage): MessagePort {
  const { port1, port2 } = new MessageChannel();
  dispatcher.open(message, portOf(port1), sender);
  return port2;
}

/** Waits until the condition holds, for at most 5 s. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not come to that within 5 s.');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
