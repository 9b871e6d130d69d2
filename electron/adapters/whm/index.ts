export { createWhmConnector, type WhmConnectorOptions } from './connector.ts';
export type { SentRequest } from './access.ts';
