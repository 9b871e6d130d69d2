import { inspect } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { createWhmConnector } from '#electron/adapters/whm/index.ts';
import type { RequestListener } from 'node:http';
import { envelope, sentinel, startOwnServer } from './whm-servers.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const session = 'cpsess8675309123';
const cookie = 'SENTINELCOOKIE0123456789';

/** A hostile or careless server: whatever it was sent it says back, in every place that an answer has. */
const echoes: Readonly<Record<string, RequestListener>> = {
  reason: (request, response) => {
    const reason = `no, not with ${request.headers.authorization} and /${session}/x`;
    response.end(JSON.stringify({ metadata: { result: 0, reason } }));
  },
  'version zero': (request, response) => {
    response.end(JSON.stringify({ status: 0, statusmsg: `${request.headers.authorization}` }));
  },
  data: (request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/scripts2/')) {
      response.end(`${sentinel} ${sentinel}`);
      return;
    }
    if (path.startsWith('/json-api/batch')) {
      response.end(envelope({}, { result: 0, reason: 'required privileges' }));
      return;
    }
    response.end(envelope({ version: `11.1 ${request.headers.authorization}`, hostname: sentinel, app: [sentinel] }));
  },
  page: (request, response) => {
    const path = request.url ?? '';
    if (path.includes('create_user_session')) {
      const url = `https://elsewhere.example.net:1/${session}/login/?session=root%3a${cookie}`;
      response.end(envelope({ url, cp_security_token: `/${session}`, session: cookie }));
    } else if (path.startsWith('/json-api/')) response.end(envelope({ version: '11.126.0.28' }));
    else if (path.includes('/login/'))
      response.writeHead(307, { 'set-cookie': `whostmgrsession=${cookie}; HttpOnly`, location: '/' }).end();
    else if (path.startsWith(`/${session}`))
      response.end(`<div class="errormsg">${sentinel} ${request.headers.cookie} ${path}</div>`);
    else response.writeHead(403).end(`Access denied for ${request.headers.authorization}`);
  },
  status: (request, response) => response.writeHead(500, `${request.headers.authorization}`).end(sentinel),
};

it.each(Object.keys(echoes))('keeps secrets out of everything it gives: %s', async (name) => {
  const server = await startOwnServer(echoes[name] ?? (() => {}));
  server.server.on('upgrade', (request, socket) => {
    const said = request.headers.authorization;
    socket.end(`HTTP/1.1 403 ${said}\r\nContent-Length: ${String(said).length}\r\n\r\n${said}`);
  });
  const given: unknown[] = [];
  const connector = createWhmConnector({ onRequest: (request) => given.push(request) });
  open.push(server, connector);
  const client = connector.client(server.address(), sentinel);
  const changes = connector.changes(server.address(), sentinel);
  const role = { kind: 'role', server: 'a', as: 'root', address: '192.0.2.1', role: 'sync' } as const;
  given.push(
    await client.identity(),
    await client.probe(),
    await client.readMembers('pages'),
    await client.readMembers('peer'),
    await client.readMembers('command'),
    await client.hasEntryFor('192.0.2.1', null),
    await changes.describeChange(role),
    await changes.makeChange(role, null),
    await new Promise((resolve) => client.tail(10, { onLines: () => {}, onStart: () => {}, onEnd: resolve })),
    client,
    connector,
  );
  const text = inspect(given, { depth: 20, showHidden: true, maxArrayLength: null, maxStringLength: null });
  expect(text.length).toBeGreaterThan(500);
  for (const secret of [sentinel, session, cookie]) expect(text).not.toContain(secret);
});
