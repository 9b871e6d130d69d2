import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageSource } from '#electron/main/security/page-files.ts';
import { developmentPage } from './page.ts';

const html =
  '<head><script type="module">prepare()</script><meta property="csp-nonce" content="__CSP_NONCE__" /></head>' +
  '<script src="/app/main.tsx"></script>';

let server: Server;
let page: PageSource;
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const isPage = request.url === '/index.html';
    response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
    response.end(isPage ? html : 'export {};');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  page = developmentPage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => server.close());

describe('the page of development', () => {
  it('has the policy of the built page but for the socket and the scripts that carry the nonce', async () => {
    const { headers, body } = await page.answer({ method: 'GET', url: 'app://nameward/index.html' });
    const policy = headers['content-security-policy'] ?? '';
    const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'self' 'nonce-${nonce}';`);
    expect(policy).toContain(`connect-src ${page.opens?.origin};`);
    expect(policy).not.toContain('unsafe-eval');
    const text = body.toString('utf8');
    expect(text).toContain(`<script nonce="${nonce}" type="module">prepare()`);
    expect(text).toContain(`<meta property="csp-nonce" nonce="${nonce}" content="${nonce}" />`);
  });

  it('gives modules with the question that Vite tells their versions by', async () => {
    const { status, headers, body } = await page.answer({ method: 'GET', url: 'app://nameward/app/App.tsx?t=17' });
    expect([status, headers['content-type'], body.toString('utf8')]).toEqual([200, 'text/javascript', 'export {};']);
    expect(asked).toContain('/app/App.tsx?t=17');
  });

  it.each([
    ['POST', 'app://nameward/index.html'],
    ['GET', 'app://other/index.html'],
    ['GET', 'https://nameward/index.html'],
  ])('answers nothing else: %s %s', async (method, url) => {
    expect((await page.answer({ method, url })).status).toBe(404);
  });

  it('says it when Vite is gone', async () => {
    const gone = developmentPage('http://127.0.0.1:9');
    const { status, body } = await gone.answer({ method: 'GET', url: 'app://nameward/index.html' });
    expect([status, body.toString('utf8')]).toEqual([502, expect.stringContaining('does not answer')]);
  });
});
