export type { LogSink, LogTail, ServicePorts, Services } from './services.ts';
export { openServices } from './open.ts';
