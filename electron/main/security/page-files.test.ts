import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerPageRequest } from './page-files.ts';

let folder = '';
let root = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nameward-page-'));
  root = join(folder, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<meta content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>');
  await writeFile(join(root, 'assets', 'page.js'), 'export {};');
  await writeFile(join(root, 'assets', 'page.js.map'), '{}');
  await writeFile(join(folder, 'secret.json'), '{}');
  await mkdir(join(folder, 'renderer-other'));
  await writeFile(join(folder, 'renderer-other', 'a.js'), '');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
const ask = async (url: string, method = 'GET') => await answerPageRequest(root, { url, method });

describe('the files of the page', () => {
  it('come with their type, never sniffed', async () => {
    const response = await ask('app://nameward/assets/page.js');
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.body.toString('utf8')).toBe('export {};');
  });

  it('come with a policy that opens nothing, and a nonce of their own for each load', async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i += 1) {
      const response = await ask('app://nameward/index.html');
      const policy = response.headers['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'none'");
      expect(policy).not.toContain('unsafe-eval');
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(nonce.length).toBeGreaterThan(20);
      nonces.add(nonce);
      expect(response.body.toString('utf8')).toBe(`<meta content="${nonce}"><style nonce="${nonce}"></style>`);
    }
    expect(nonces.size).toBe(3);
  });

  it.each([
    'app://nameward/../secret.json',
    'app://nameward/%2e%2e/secret.json',
    'app://nameward/..%2fsecret.json',
    'app://nameward/%2e%2e%2fsecret.json',
    'app://nameward/..%5csecret.json',
    'app://nameward/assets/..%2f..%2fsecret.json',
    'app://nameward/..%2frenderer-other/a.js',
    'app://nameward/%00',
    'app://nameward/%zz',
    'app://nameward/assets',
    'app://nameward/assets/page.js.map',
    'app://nameward/missing.js',
    'app://other/index.html',
    'app://nameward.example/index.html',
    'https://nameward/index.html',
  ])('are nothing else: %s', async (url) => {
    expect((await ask(url)).status).toBe(404);
  });

  it('are only read', async () => {
    expect((await ask('app://nameward/index.html', 'POST')).status).toBe(404);
  });
});
