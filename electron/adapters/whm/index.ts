export { createWhmConnector, type WhmConnectorOptions } from './connector.ts';
export type { SentRequest } from './access.ts';
export type { Exchange } from './exchange.ts';
