/** The habits of cPanel's own Perl client for peers (cPanel::PublicAPI over HTTP::Tiny), in bytes as it sends them. */
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SmallFleet, startSmallFleet, tokenText } from '#simulator/clients/small-fleet.ts';

let lab: SmallFleet;
beforeEach(async () => {
  lab = await startSmallFleet();
});
afterEach(() => lab.fleet.close());

/** Sends bytes over TLS and gives everything that comes until the server ends the connection. */
function speak(request: string): Promise<string> {
  const place = lab.fleet.inventory().servers.find(({ id }) => id === 'web');
  if (place === undefined) throw new Error('no server');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: place.host, port: place.port, rejectUnauthorized: false }, () => {
      socket.write(request);
    });
    let heard = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      heard += text;
    });
    socket.once('error', reject);
    socket.once('end', () => resolve(heard));
  });
}

/** A request as HTTP::Tiny writes it; the form is in the body, whose type it does not know. */
function posted(path: string, form: string, headers: readonly string[] = ['Content-Type: application/octet-stream']) {
  return [
    `POST ${path} HTTP/1.1`,
    `Content-Length: ${String(Buffer.byteLength(form))}`,
    'Connection: close',
    'User-Agent: cPanel::PublicAPI/2.3 HTTP-Tiny/0.080',
    'Host: web.example.net:2087',
    `Authorization: whm root:${tokenText('full')}`,
    ...headers,
    '',
    form,
  ].join('\r\n');
}

function answerOf(heard: string): { readonly head: string; readonly body: string } {
  const at = heard.indexOf('\r\n\r\n');
  return { head: heard.slice(0, at), body: heard.slice(at + 4) };
}

describe('a form without a type', () => {
  it('is read, version and all, and the connection ends when the client wants it so', async () => {
    const { head, body } = answerOf(await speak(posted('/json-api/version', 'api.version=1')));
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(head).toMatch(/\r\nconnection: close/i);
    expect(JSON.parse(body)).toMatchObject({ metadata: { result: 1 }, data: { version: '11.120.0.5' } });
  });

  it.each([
    ['escaped dots', '/json-api/cluster_member_has_trust_with', 'api%2Eversion=1&host=192%2E0%2E2%2E9'],
    ['an escaped name in the path', '/json-api/cluster%5Fmember_has_trust_with', 'api.version=1&host=192.0.2.9'],
  ])('may have %s', async (_what, path, form) => {
    const { body } = answerOf(await speak(posted(path, form)));
    expect(JSON.parse(body)).toMatchObject({ metadata: { result: 1 }, data: { has_trust: 0 } });
  });

  it('may have no header for it at all', async () => {
    const { body } = answerOf(await speak(posted('/json-api/version', 'api.version=1', [])));
    expect(JSON.parse(body)).toMatchObject({ metadata: { version: 1, result: 1 } });
  });

  it('opens paths with an escaped dot', async () => {
    const { head, body } = answerOf(
      await speak(posted('/cgi/trustclustermaster%2Ecgi', 'clustermaster=192%2E0%2E2%2E1')),
    );
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(body).toBe('trusted root token en clustermaster=192.0.2.1');
  });
});

it('a body of another kind is no form', async () => {
  for (const type of ['multipart/form-data; boundary=x', 'application/json']) {
    const { body } = answerOf(await speak(posted('/json-api/version', 'api.version=1', [`Content-Type: ${type}`])));
    // Without api.version the shapes of version 0 apply.
    expect(JSON.parse(body)).toEqual({ version: '11.120.0.5' });
  }
});
