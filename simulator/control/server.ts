/** Remote hands on a running fleet: JSON over HTTP on a socket that only its owner can open. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { rm } from 'node:fs/promises';
import type { EventPage } from '#simulator/events.ts';
import type { Fleet } from '#simulator/fleet.ts';
import { controlPlace } from './place.ts';
import { type ControlBodies, type ControlPath, readBodyOf, readEventsQuery } from './requests.ts';

const MAX_BODY_BYTES = 1024 * 1024;

type Actions = { readonly [Path in ControlPath]: (body: ControlBodies[Path]) => Promise<void> | void };

/**
 * Listens in the folder until closed. A socket left by a lab that died is taken over.
 * @returns ends the listener and every connection
 */
export async function serveControl(fleet: Fleet, directory: string): Promise<() => Promise<void>> {
  const place = controlPlace(directory);
  const isFile = process.platform !== 'win32';
  if (isFile) await rm(place, { force: true });
  const actions: Actions = {
    '/fault': ({ server, rule }) => fleet.setFault(server, rule),
    '/clear-faults': ({ server }) => fleet.clearFaults(server),
    '/stop-server': ({ server }) => fleet.stopServer(server),
    '/start-server': ({ server }) => fleet.startServer(server),
    '/change-zone': ({ server, zone }) => fleet.changeZone(server, zone),
    '/expire-sessions': ({ server }) => fleet.expireSessions(server),
    '/run-queue': ({ server }) => fleet.runQueue(server),
    '/rotate-log': ({ server }) => fleet.rotateLog(server),
    '/refresh-trusted-addresses': ({ server }) => fleet.refreshTrustedAddresses(server),
    '/poll-member': ({ server, member, user }) => fleet.pollMember(server, member, user),
    '/renumber': ({ server, address }) => fleet.renumber(server, address),
    '/rename': ({ server, hostname }) => fleet.rename(server, hostname),
    '/recertify': ({ server, by }) => fleet.recertify(server, by),
    '/revoke-token': ({ server, name }) => fleet.revokeToken(server, name),
  };
  const listener = createServer((request, response) => void respond(request, response, fleet, actions));
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    // The socket is made within listen(): with this mask it never has another mode than 0600.
    const mask = isFile ? process.umask(0o177) : undefined;
    listener.listen(place, resolve);
    if (mask !== undefined) process.umask(mask);
  });
  return async () => {
    const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
    listener.closeAllConnections();
    await closed;
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  fleet: Fleet,
  actions: Actions,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://control');
    const answer = await act(request, url, fleet, actions);
    if (answer === undefined) finish(response, 404, { error: `Nothing is at ${request.method} ${url.pathname}.` });
    else finish(response, 200, answer);
  } catch (error) {
    finish(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** @returns undefined for a path that is not there */
async function act(request: IncomingMessage, url: URL, fleet: Fleet, actions: Actions): Promise<unknown> {
  if (request.method === 'GET' && url.pathname === '/state') return fleet.state();
  if (request.method === 'GET' && url.pathname === '/events') {
    const { after, waitMs } = readEventsQuery(url.searchParams);
    return waitForEvents(fleet, after, waitMs);
  }
  if (request.method !== 'POST' || !isControlPath(url.pathname)) return undefined;
  await perform(actions, url.pathname, JSON.parse(await readBody(request)));
  return {};
}

async function perform(actions: Actions, path: ControlPath, body: unknown): Promise<void> {
  // The compiler cannot see that the body which one path's schema let through is the one that the same path's action
  // takes.
  const action = actions[path] as (body: unknown) => Promise<void> | void;
  await action(readBodyOf[path](body));
}

async function waitForEvents(fleet: Fleet, after: number, waitMs: number): Promise<EventPage> {
  const page = fleet.events(after);
  if (page.events.length > 0 || waitMs === 0) return page;
  // Running out of time is an answer here: an empty page.
  await fleet.awaitEvent(() => true, waitMs, page.cursor).catch(() => undefined);
  return fleet.events(after);
}

function isControlPath(path: string): path is ControlPath {
  return Object.hasOwn(readBodyOf, path);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new Error('The body is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function finish(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
