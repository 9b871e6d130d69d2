import { createServer, type Server } from 'node:https';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerAddress } from '#electron/services/ports.ts';
import { createCertificate, type ServerCertificate } from '#simulator/server/certificate.ts';

export const sentinel = 'SENTINEL0TOKEN0SENTINEL0TOKEN000';

/**
 * An HTTPS server with a self-signed certificate of its own that answers as the test says, for faults that no WHM would
 * show.
 */
export interface OwnServer {
  readonly server: Server;
  readonly certificate: ServerCertificate;
  readonly port: number;
  /** Paths in the order in which they arrived. */
  readonly requests: string[];
  /** TLS connections that were made. */
  connections(): number;
  /** How the adapter is told of it. */
  address(changes?: Partial<ServerAddress>): ServerAddress;
  close(): Promise<void>;
}

let servers = 0;

export async function startOwnServer(answer: RequestListener): Promise<OwnServer> {
  servers += 1;
  const id = `own${servers}`;
  const certificate = createCertificate('own.example.net', '127.0.0.1', Date.now());
  const requests: string[] = [];
  const server = createServer({ key: certificate.key, cert: certificate.certificate }, (request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  let connections = 0;
  server.on('secureConnection', () => (connections += 1));
  // A client that does not trust the certificate hangs up.
  server.on('tlsClientError', () => {});
  server.on('upgrade', (request: IncomingMessage) => requests.push(request.url ?? ''));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    certificate,
    port,
    requests,
    connections: () => connections,
    address: (changes = {}) => ({ id, host: '127.0.0.1', port, user: 'root', pin: certificate.sha256, ...changes }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function envelope(data: Record<string, unknown>, metadata: Record<string, unknown> = {}): string {
  return JSON.stringify({ metadata: { version: 1, result: 1, reason: 'OK', ...metadata }, data });
}

const parts = [
  { version: '11.126.0.28' },
  { bind: 0, powerdns: '4.9.1' },
  { service: [{ name: 'named', enabled: 1, installed: 1, monitored: 1, running: 1 }] },
  { hostname: 'own.example.net' },
];

/** The answer to the poll batch of a healthy server. */
export const healthyBatch = envelope({
  result: parts.map((data) => ({ metadata: { version: 1, result: 1, reason: 'OK' }, data })),
});
