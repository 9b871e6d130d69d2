export { conflations } from './conflations.ts';
export { createDispatcher, type Dispatcher } from './dispatcher.ts';
export type { Application, CurrentServices } from './application.ts';
export type { Handlers, StreamSink, StreamSource } from '#electron/ipc/handlers/handler.ts';
export { createHandlers } from '#electron/ipc/handlers/index.ts';
export { pageOrigin, type Sender } from './sender.ts';
export type { StreamPort } from './stream.ts';
