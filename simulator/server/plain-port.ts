/** The port without TLS (`whm-protocol 1.1`): nothing is read there, everything is led to the one with TLS. */
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { WHM_PORT } from './addresses.ts';

/** Of WHM without TLS. */
const PLAIN_PORT = 2086;

/**
 * Listens beside a server on its address; whatever is asked, credentials included, is answered by a redirect to the
 * server's host name.
 */
export class PlainPort {
  readonly #http: Server;
  readonly #connections = new Set<Socket>();

  /** @param hostname of the server: by it the certificate may be right, whatever address was asked */
  constructor(hostname: string) {
    this.#http = createServer((incoming, response) => {
      const location = `https://${hostname}:${String(WHM_PORT)}${incoming.url ?? '/'}`;
      const body = `<html><head><META HTTP-EQUIV="refresh" CONTENT="2;URL=${encodeURI(location)}"></head><body></body></html>\n`;
      response.writeHead(301, 'Moved', {
        location,
        connection: 'close',
        'content-type': 'text/html; charset="utf-8"',
        'content-length': Buffer.byteLength(body),
        server: 'cpsrvd',
      });
      response.end(body);
    });
    this.#http.on('connection', (socket: Socket) => {
      this.#connections.add(socket);
      socket.once('close', () => this.#connections.delete(socket));
    });
  }

  /** @param host a loopback address, checked by the caller */
  async open(host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(PLAIN_PORT, host, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#connections) socket.destroy();
    if (!this.#http.listening) return;
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
  }
}
