import { WebSocket } from 'ws';

/** Notes what goes out on every WebSocket; its messages are no part of what the connector tells. */
export function recordStreams(): { readonly streams: Map<string, string[][]>; stop(): void } {
  const streams = new Map<string, string[][]>();
  const lists = new WeakMap<WebSocket, string[]>();
  // Called with its own socket below.
  const send: unknown = Reflect.get(WebSocket.prototype, 'send');
  WebSocket.prototype.send = function record(this: WebSocket, data: unknown, ...rest: unknown[]) {
    let messages = lists.get(this);
    if (!messages) {
      messages = [];
      lists.set(this, messages);
      const place = new URL(this.url).host;
      streams.set(place, [...(streams.get(place) ?? []), messages]);
    }
    messages.push(String(data));
    return Reflect.apply(send as () => void, this, [data, ...rest]) as undefined;
  } as WebSocket['send'];
  return {
    streams,
    stop: () => {
      WebSocket.prototype.send = send as WebSocket['send'];
    },
  };
}
