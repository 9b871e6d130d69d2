/** WebSocket modules (`whm-protocol 1.3`, `7.1`). */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ServerState } from '#simulator/model.ts';
import { authenticate } from './authentication.ts';
import { credentialsOf } from './dispatch.ts';
import type { ParsedRequest } from './parsing.ts';
import type { World } from './world.ts';

const COMMAND_STREAM = '/websocket/CommandStream';
/** There on a real server; a token opens only CommandStream here, the others are forbidden to it or not simulated. */
const OTHER_MODULES = new Set(['Shell', 'LogStreamer', 'MysqlDump', 'TarBackup', 'TarRestore']);
const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found' };

const upgrader = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1024 * 1024 });

/** A connection that asks to become a web socket. */
interface Client {
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly request: ParsedRequest;
}

/**
 * Opens the command stream for a token with every right, refuses everything else.
 * @param ignoresWrites the fault of that name is in force: commands of this stream change nothing
 * @returns the HTTP status: 101, or 400, 403, 404
 */
export function upgrade(client: Client, server: ServerState, world: World, ignoresWrites: boolean): number {
  const status = decide(client.request, server, world);
  if (status !== 101) {
    refuse(client.socket, status, REASONS[status] ?? '');
    return status;
  }
  upgrader.handleUpgrade(client.incoming, client.socket, client.head, (webSocket) => {
    world.attachCommandStream(webSocket, server, world.fleet, ignoresWrites);
  });
  return status;
}

/** Answers an upgrade with a plain HTTP response and closes. */
export function refuse(socket: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: text/plain; charset="utf-8"\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}

function decide(request: ParsedRequest, server: ServerState, world: World): number {
  const name = request.path.startsWith('/websocket/') ? request.path.slice('/websocket/'.length) : '';
  if (request.path !== COMMAND_STREAM && !OTHER_MODULES.has(name)) return 404;
  const found = authenticate(server, credentialsOf(request), world.fleet.now());
  if (found.kind === 'token-refused') {
    world.fleet.emit({
      kind: 'authentication-failed',
      at: world.fleet.now(),
      server: server.id,
      path: request.path,
      reason: found.reason,
    });
  }
  if (found.kind !== 'known' || found.caller.via !== 'token' || found.caller.acls !== null) return 403;
  if (request.path !== COMMAND_STREAM || server.commandStream === 'refused') return 403;
  // Sereal, which a real server also speaks, is Perl's own and is not simulated.
  return request.params.get('serialization') === 'JSON' ? 101 : 400;
}
