import { gzipSync } from 'node:zlib';
import { createServer as createPlainServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createWhmConnector, type WhmConnectorOptions } from '#electron/adapters/whm/index.ts';
import type { ChangeConnector } from '#electron/services/change-ports.ts';
import type { WhmConnector } from '#electron/services/ports.ts';
import type { AppError } from '#shared/errors/index.ts';
import { createCertificate } from '#simulator/server/certificate.ts';
import { envelope, healthyBatch, sentinel, startOwnServer, type OwnServer } from './whm-servers.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function serve(...[answer]: Parameters<typeof startOwnServer>): Promise<OwnServer> {
  const server = await startOwnServer(answer);
  open.push(server);
  return server;
}

function connect(options: WhmConnectorOptions = {}): WhmConnector & ChangeConnector {
  const connector = createWhmConnector({ deadlines: { connectMs: 2000, answerMs: 300, bodyMs: 300 }, ...options });
  open.push(connector);
  return connector;
}

/** For what must not end by a deadline on a busy machine. */
const patient = (): WhmConnector => connect({ deadlines: { answerMs: 10_000, bodyMs: 10_000 } });

const healthy: Parameters<typeof startOwnServer>[0] = (_request, response) => response.end(healthyBatch);

async function errorOf(asked: ReturnType<ReturnType<WhmConnector['client']>['identity']>): Promise<AppError> {
  const result = await asked;
  if (result.ok) throw new Error('It worked.');
  return result.error;
}

describe('certificates', () => {
  it('sends nothing before the certificate is known', async () => {
    const server = await serve(healthy);
    const connector = connect();
    const error = await errorOf(connector.client(server.address({ pin: null }), sentinel).identity());
    expect(error).toMatchObject({
      code: 'whm.tls-untrusted',
      message: expect.stringContaining(server.certificate.sha256) as string,
      details: { sha256: server.certificate.sha256, problem: 'The certificate is self-signed.' },
    });
    expect(server.requests).toEqual([]);
  });

  it('sends nothing to a changed certificate, nor connects again until it is told to forget', async () => {
    const server = await serve(healthy);
    const connector = connect();
    const pin = createCertificate('own.example.net', '127.0.0.1', Date.now()).sha256;
    const client = connector.client(server.address({ pin }), sentinel);
    const error = await errorOf(client.identity());
    expect(error).toMatchObject({
      code: 'whm.tls-changed',
      retryable: false,
      details: { sha256: server.certificate.sha256, accepted: pin },
    });
    const connections = server.connections();
    expect((await errorOf(client.identity())).code).toBe('whm.tls-changed');
    expect(server.connections()).toBe(connections);
    expect(server.requests).toEqual([]);
    connector.forget(server.address().id);
    expect(await connector.client(server.address(), sentinel).identity()).toMatchObject({ ok: true });
  });

  it('says what the certificate was and is, and which change to beware of', async () => {
    const server = await serve(healthy);
    const pin = createCertificate('own.example.net', '127.0.0.1', Date.now()).sha256;
    const accepted = { issuer: 'CN=R11, O=Example CA', validFrom: 0, validTo: 86_400_000 };
    const changed = await errorOf(patient().client(server.address({ pin, accepted }), sentinel).identity());
    expect(changed.message).toMatch(
      /issued by CN=own\.example\.net, valid .* \(self-signed\)\. It was issued by CN=R11, O=Example CA, valid 1970-01-01 to 1970-01-02\. Beware/,
    );
    expect(changed.details).toMatchObject({
      issuer: 'CN=own.example.net',
      selfSigned: true,
      acceptedIssuer: accepted.issuer,
      acceptedValidTo: accepted.validTo,
    });
    const unknown = await errorOf(patient().client(server.address({ pin }), sentinel).identity());
    expect(unknown.message).toContain('The usual cause is WHM’s nightly renewal');
    const same = { ...accepted, issuer: 'CN=own.example.net' };
    const renewed = await errorOf(
      patient()
        .client(server.address({ pin, accepted: same }), sentinel)
        .identity(),
    );
    expect(renewed.message).toContain('The usual cause is WHM’s nightly renewal');
  });

  it('tells of an accepted certificate that has expired, and of none that has not', async () => {
    const old = createCertificate('own.example.net', '127.0.0.1', Date.now() - 400 * 86_400_000);
    const server = await serve(healthy);
    expect(await patient().client(server.address(), sentinel).identity()).not.toHaveProperty(
      'value.certificateExpiredAt',
    );
    server.server.setSecureContext({ key: old.key, cert: old.certificate });
    const read = await patient()
      .client(server.address({ pin: old.sha256 }), sentinel)
      .identity();
    expect(read).toMatchObject({ ok: true, value: { certificateExpiredAt: expect.any(Number) as number } });
  });

  it('looks at the certificate of every new connection, resumed sessions or not', async () => {
    const server = await serve((_request, response) => {
      response.setHeader('connection', 'close');
      response.end(healthyBatch);
    });
    const client = connect().client(server.address(), sentinel);
    expect(await client.identity()).toMatchObject({ ok: true });
    const other = createCertificate('own.example.net', '127.0.0.1', Date.now());
    server.server.setSecureContext({ key: other.key, cert: other.certificate });
    expect(await errorOf(client.identity())).toMatchObject({
      code: 'whm.tls-changed',
      details: { sha256: other.sha256, accepted: server.certificate.sha256 },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('takes the word of an authority for the host, and for no other', async () => {
    const server = await serve(healthy);
    const connector = connect({ authorities: [server.certificate.certificate] });
    const by = (host: string) => connector.client(server.address({ pin: null, host, id: host }), sentinel).identity();
    expect(await by('127.0.0.1')).toMatchObject({ ok: true });
    expect(await errorOf(by('localhost'))).toMatchObject({
      code: 'whm.tls-untrusted',
      details: { problem: 'The certificate is for other names.' },
    });
  });

  it('is shown without any request', async () => {
    const server = await serve(healthy);
    const seen = await connect().inspectCertificate('127.0.0.1', server.port);
    expect(seen).toMatchObject({
      ok: true,
      value: {
        sha256: server.certificate.sha256,
        subject: 'CN=own.example.net',
        issuer: 'CN=own.example.net',
        names: ['own.example.net', '127.0.0.1'],
        trusted: false,
        problem: 'The certificate is self-signed.',
      },
    });
    if (seen.ok) expect(seen.value.validTo - seen.value.validFrom).toBe(365 * 86_400_000);
    expect(server.requests).toEqual([]);
    const trusting = connect({ authorities: [server.certificate.certificate] });
    expect(await trusting.inspectCertificate('127.0.0.1', server.port)).toMatchObject({
      value: { trusted: true, problem: null },
    });
  });
});

/** Every fault with the code and the reason that it must give. */
const faults: readonly (readonly [string, Parameters<typeof startOwnServer>[0], string, string | number])[] = [
  ['no answer in time', () => {}, 'whm.unreachable', 'timeout'],
  ['a reset', (request) => request.socket.destroy(), 'whm.unreachable', 'reset'],
  [
    'half an answer',
    (request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('{"metadata":');
      setTimeout(() => request.socket.destroy(), 20);
    },
    'whm.unreachable',
    'half-answer',
  ],
  ['a page', (_request, response) => response.end('<html><body>Welcome</body></html>'), 'whm.protocol', 'page'],
  [
    'a page about the licence, whatever its status',
    (_request, response) => response.writeHead(403).end('<html><body>License</body></html>'),
    'whm.protocol',
    'licence',
  ],
  [
    'a packed page about a full disk, when too busy',
    (_request, response) =>
      response
        .writeHead(503, { 'content-encoding': 'gzip' })
        .end(
          gzipSync('<html><h3>The filesystem mounted at /var on this server is running out of disk space.</h3></html>'),
        ),
    'whm.protocol',
    'disk-full',
  ],
  [
    'WHM’s own page',
    (_request, response) => response.end('<html><head><title>web1 &ndash; WebHost Manager</title></head></html>'),
    'whm.protocol',
    'own-page',
  ],
  [
    'WHM’s login page',
    (_request, response) => response.end('<html><form id="login_form"></form></html>'),
    'whm.protocol',
    'login-page',
  ],
  ['no JSON', (_request, response) => response.end('OK'), 'whm.protocol', 'not-json'],
  ['no envelope', (_request, response) => response.end('{"a":1}'), 'whm.protocol', 'shape'],
  [
    'a redirect',
    (_request, response) => response.writeHead(301, { location: 'https://elsewhere.example.net/' }).end(),
    'whm.protocol',
    'status',
  ],
  ['an error', (_request, response) => response.writeHead(500).end('oops'), 'whm.protocol', 'status'],
  ['too much', (_request, response) => response.end('x'.repeat(3000)), 'whm.protocol', 'too-large'],
];

describe('faults', () => {
  const seen = new Set<string>();
  it.each(faults)('%s has words of its own', async (_name, answer, code, reason) => {
    const server = await serve(answer);
    const error = await errorOf(connect({ bodyLimit: 2000 }).client(server.address(), sentinel).identity());
    expect(error).toMatchObject({ code, details: { reason } });
    const words = error.message.replaceAll(/127\.0\.0\.1:\d+/g, 'SERVER');
    expect(seen).not.toContain(words);
    seen.add(words);
  });

  it('names an unknown host, a refused connection and a port without TLS', async () => {
    const server = await serve(healthy);
    const plain = createPlainServer((socket) => socket.end('220 mail.example.net ESMTP\r\n'));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo;
    const connector = connect();
    const reason = async (host: string, at: number) =>
      (await errorOf(connector.client(server.address({ id: host + at, host, port: at }), sentinel).identity()))
        .details?.['reason'];
    expect(await reason('127.0.0.1', port)).toBe('no-tls');
    plain.close();
    expect(await reason('127.0.0.1', 1)).toBe('refused');
    expect(await reason('nobody.invalid', 2087)).toBe('name');
  });

  it('tells a port that is open without TLS behind it from one that takes no connection', async () => {
    const server = await serve(healthy);
    const mute = createPlainServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    const connector = connect({ deadlines: { connectMs: 200 } });
    const error = await errorOf(connector.client(server.address({ id: 'mute', port }), sentinel).identity());
    expect(error).toMatchObject({ code: 'whm.unreachable', details: { reason: 'tls-timeout' } });
    mute.close();
  });

  it.each([429, 503])('respects the pause that HTTP %s asks for', async (status) => {
    const server = await serve((_request, response) => response.writeHead(status, { 'retry-after': '20' }).end());
    let now = 1_000_000;
    const client = connect({ now: () => now }).client(server.address(), sentinel);
    expect(await errorOf(client.identity())).toMatchObject({ code: 'whm.busy', retryable: true, details: { status } });
    expect(await errorOf(client.identity())).toMatchObject({ code: 'whm.busy', details: { retryAt: 1_020_000 } });
    expect(server.requests).toHaveLength(1);
    now += 20_000;
    await client.identity();
    expect(server.requests).toHaveLength(2);
  });

  it('gives up when the caller does', async () => {
    const server = await serve(() => {});
    const connector = connect({ deadlines: { answerMs: 60_000 } });
    const controller = new AbortController();
    const first = connector.client(server.address(), sentinel).identity(controller.signal);
    const queued = connector.client(server.address(), sentinel).identity(controller.signal);
    setTimeout(() => controller.abort(), 50);
    expect((await errorOf(first)).code).toBe('cancelled');
    expect((await errorOf(queued)).code).toBe('cancelled');
  });
});

describe('limits', () => {
  it('asks again after a broken connection, once, and never after a refused token', async () => {
    const server = await serve((request, response) => {
      if (server.requests.length === 1) request.socket.destroy();
      else response.end(healthyBatch);
    });
    const connector = connect();
    expect(await connector.client(server.address(), sentinel).identity()).toMatchObject({ ok: true });
    expect(server.requests).toHaveLength(2);
    const broken = await serve((request) => request.socket.destroy());
    await errorOf(connector.client(broken.address(), sentinel).identity());
    expect(broken.requests).toHaveLength(2);
  });

  it.each([401, 403])('sends a token that HTTP %s refused no second time', async (status) => {
    const denied =
      '{"cpanelresult":{"apiversion":"2","error":"Access denied","data":{"reason":"Access denied","result":"0"},"type":"text"}}';
    const server = await serve((_request, response) => response.writeHead(status, { connection: 'close' }).end(denied));
    const connector = connect();
    const client = connector.client(server.address(), sentinel);
    const asked = [
      client.identity(),
      client.probe(),
      client.readMembers('pages'),
      client.readMembers('command'),
      client.hasEntryFor('192.0.2.1', null),
    ];
    for (const result of await Promise.all(asked)) {
      expect(result).toMatchObject({ ok: false, error: { code: 'whm.unauthorized', retryable: false } });
    }
    const ended = new Promise<AppError | null>((resolve) => {
      client.tail(10, { onLines: () => {}, onStart: () => {}, onEnd: resolve });
    });
    expect((await ended)?.code).toBe('whm.unauthorized');
    const role = { kind: 'role', server: 'a', as: 'root', address: '192.0.2.1', role: 'sync' } as const;
    expect(await connector.changes(server.address(), sentinel).makeChange(role, null)).toMatchObject({
      error: { code: 'whm.unauthorized' },
    });
    expect(server.requests).toHaveLength(1);
    connector.forget(server.address().id);
    await connector.client(server.address(), sentinel).identity();
    expect(server.requests).toHaveLength(2);
  });

  it('leaves a server alone that cannot be reached', async () => {
    const server = await serve(() => {});
    let now = 0;
    const client = connect({ now: () => now, random: () => 0.5, deadlines: { answerMs: 200 } }).client(
      server.address(),
      sentinel,
    );
    for (let time = 0; time < 3; time += 1) await errorOf(client.identity());
    expect(await errorOf(client.identity())).toMatchObject({
      code: 'whm.unreachable',
      details: { reason: 'circuit', retryAt: 5000 },
    });
    expect((await errorOf(client.identity())).message).toContain('not asked again before 1970-01-01T00:00:05Z');
    expect(server.requests).toHaveLength(3);
    now = 5000;
    expect((await errorOf(client.identity())).details?.['reason']).toBe('timeout');
    expect(server.requests).toHaveLength(4);
  });

  it('keeps one connection for the reads of a server and a limit over all', async () => {
    let underWay = 0;
    let most = 0;
    const all = await Promise.all(
      Array.from({ length: 6 }, () =>
        serve((_request, response) => {
          most = Math.max(most, (underWay += 1));
          setTimeout(() => {
            underWay -= 1;
            response.end(healthyBatch);
          }, 30);
        }),
      ),
    );
    const connector = connect({ concurrency: 2, deadlines: { answerMs: 5000 } });
    const clients = all.map((server) => connector.client(server.address(), sentinel));
    await Promise.all([...clients, ...clients].map((client) => client.identity()));
    expect(most).toBe(2);
    expect(all.map((server) => server.connections())).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('asks the questions of one moment together', async () => {
    const server = await serve((request, response) => {
      const asked = new URL(request.url ?? '', 'https://x').searchParams.getAll('command');
      const answers = asked.map((command) => ({
        metadata: { result: 1 },
        data:
          command.includes('192.0.2.1&') || command.endsWith('192.0.2.1')
            ? { has_trust: 1 }
            : command.includes('192.0.2.9')
              ? {}
              : { has_trust: '0' },
      }));
      response.end(asked.length > 0 ? envelope({ result: answers }) : envelope({ version: '11.126.0.28' }));
    });
    const client = connect().client(server.address(), sentinel);
    const results = await Promise.all(
      ['192.0.2.1', '192.0.2.2', '192.0.2.9'].map((address) => client.hasEntryFor(address, null)),
    );
    expect(results).toEqual([true, false, null].map((value) => ({ ok: true, value })));
    expect(server.requests).toHaveLength(2);
  });
});
