export { call, type CallOptions } from './call.ts';
export { subscribe, type StreamListener } from './subscribe.ts';
