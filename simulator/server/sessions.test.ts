import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SmallFleet, api, call, startSmallFleet } from '#simulator/clients/small-fleet.ts';
import { SECURITY_TOKEN_INVALID, SECURITY_TOKEN_MISSING, SESSION_EXPIRED } from './refusals.ts';

let small: SmallFleet;
beforeEach(async () => {
  small = await startSmallFleet();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await small.fleet.close();
});

interface Link {
  readonly url: URL;
  readonly securityToken: string;
  readonly expires: number;
}

async function createLink(more: Record<string, string> = {}, token = 'full', user = 'root'): Promise<Link> {
  const query = { user: 'root', service: 'whostmgrd', ...more };
  const { metadata, data } = await api(small.fleet, 'web', 'create_user_session', query, { token, user });
  expect(metadata).toMatchObject({ result: 1, reason: 'Created session' });
  return {
    url: new URL(String(data?.['url'])),
    securityToken: String(data?.['cp_security_token']),
    expires: Number(data?.['expires']),
  };
}

async function open(link: Link): Promise<string> {
  const answer = await call(small.fleet, 'web', link.url.pathname + link.url.search);
  expect(answer.status).toBe(307);
  expect(answer.headers['set-cookie']?.[0]).toMatch(/^whostmgrsession=\S+; HttpOnly; path=\/; port=2087; secure$/);
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

const later = (ms: number) => {
  const at = Date.now() + ms;
  vi.spyOn(Date, 'now').mockReturnValue(at);
};
const page = (cookie: string, path: string) => call(small.fleet, 'web', path, { headers: { cookie } });

describe('create_user_session', () => {
  it('gives a link for 300 seconds to the host that was called', async () => {
    const link = await createLink({ app: 'dns_cluster', locale: 'de' });
    const place = small.fleet.inventory().servers[0];
    expect(link.url.host).toBe(`${place?.host}:${place?.port}`);
    expect(link.securityToken).toMatch(/^\/cpsess\d{10}$/);
    expect(link.url.pathname).toBe(`${link.securityToken}/login/`);
    expect(Math.abs(link.expires - Date.now() / 1000 - 300)).toBeLessThan(3);
    const answer = await call(small.fleet, 'web', link.url.pathname + link.url.search);
    expect(answer.headers.location).toBe(`${link.securityToken}/scripts7/clusterstatus`);
  });

  it('refuses root to a reseller, other services, unknown users', async () => {
    const denied = (query: Record<string, string>, token: string, user = 'root') =>
      api(small.fleet, 'web', 'create_user_session', query, { token, user });
    const asReseller = await denied({ user: 'root', service: 'whostmgrd' }, 'seller-full', 'seller');
    expect(asReseller.metadata).toMatchObject({
      result: 0,
      reason: 'You do not have permission to create sessions for the user “root”.',
    });
    expect((await denied({ user: 'root', service: 'cpaneld' }, 'full')).metadata['result']).toBe(0);
    expect((await denied({ user: 'nobody', service: 'whostmgrd' }, 'full')).metadata['result']).toBe(0);
    expect((await denied({ user: 'root', service: 'whostmgrd' }, 'cluster')).metadata['reason']).toMatch(
      /required privileges/i,
    );
    expect((await denied({ service: 'whostmgrd' }, 'full')).metadata['reason']).toMatch(
      /^API failure: \(XID \w{6}\) Provide the “user” parameter for the “create_user_session” function\.$/,
    );
  });
});

describe('a session', () => {
  it('opens pages, root pages and the API, even where tokens are refused, with every right of its user', async () => {
    small.web.tokenPages = 'refused';
    small.web.tokens.set('narrow', {
      ...[...small.web.tokens.values()][0]!,
      name: 'narrow',
      token: 'NARROW'.padEnd(32, '0'),
      acls: ['create-user-session'],
    });
    const link = await createLink({ locale: 'de' }, 'narrow');
    const cookie = await open(link);
    expect((await page(cookie, `${link.securityToken}/scripts7/clusterstatus?a=1`)).body).toBe(
      'status root session de a=1',
    );
    expect((await page(cookie, `${link.securityToken}/cgi/adjustclusterdns.cgi`)).body).toMatch(/^adjusted/);
    const profile = await page(cookie, `${link.securityToken}/json-api/get_current_profile?api.version=1`);
    expect(JSON.parse(profile.body)).toMatchObject({ metadata: { result: 1 }, data: { code: 'STANDARD' } });
    expect((await page(cookie, `${link.securityToken}/`)).status).toBe(200);
    expect((await page(cookie, `${link.securityToken}/nowhere`)).status).toBe(404);
  });

  it('opens its link once and within five minutes only', async () => {
    const link = await createLink();
    await open(link);
    const again = await call(small.fleet, 'web', link.url.pathname + link.url.search);
    expect([again.status, again.body.includes(SESSION_EXPIRED)]).toEqual([401, true]);
    const late = await createLink();
    later(301_000);
    expect((await call(small.fleet, 'web', late.url.pathname + late.url.search)).status).toBe(401);
  });

  it('names a missing and a wrong security token in HTML', async () => {
    const link = await createLink();
    const cookie = await open(link);
    const missing = await page(cookie, '/scripts7/clusterstatus');
    expect(missing.headers['content-type']).toMatch(/^text\/html/);
    expect(missing.body).toContain(SECURITY_TOKEN_MISSING);
    const wrong = await page(cookie, '/cpsess0000000000/scripts7/clusterstatus');
    expect(wrong.body).toContain(SECURITY_TOKEN_INVALID);
  });

  it('dies after 15 minutes without use, and lives on while it is used', async () => {
    const link = await createLink();
    const cookie = await open(link);
    const path = `${link.securityToken}/scripts7/clusterstatus`;
    later(14 * 60_000);
    expect((await page(cookie, path)).status).toBe(200);
    later(14 * 60_000);
    expect((await page(cookie, path)).status).toBe(200);
    later(15 * 60_000 + 1000);
    expect((await page(cookie, path)).body).toContain(SESSION_EXPIRED);
    const onApi = await page(cookie, `${link.securityToken}/json-api/version?api.version=1`);
    expect([onApi.status, onApi.reason]).toEqual([403, 'Forbidden Access denied']);
  });

  it('belongs to the address that opened it', async () => {
    const link = await createLink();
    const cookie = await open(link);
    const session = small.web.sessions[0]!;
    expect(session.address).toBe('127.0.0.1');
    session.address = '192.0.2.7';
    expect((await page(cookie, `${link.securityToken}/scripts7/clusterstatus`)).body).toContain(SESSION_EXPIRED);
  });

  it('shows a login page to a browser without one, and lets nobody in by password', async () => {
    expect((await call(small.fleet, 'web', '/')).body).toContain('id="login_form"');
    const login = await call(small.fleet, 'web', '/login/?login_only=1', { form: 'user=root&pass=x' });
    expect([login.status, login.body]).toEqual([401, '{"status":0,"message":"see_login_log"}']);
    // A cookie comes all the same (`whm-protocol 1.7`), and opens nothing.
    const [cookie = ''] = login.headers['set-cookie']?.[0]?.split(';') ?? [];
    expect(cookie).toMatch(/^whostmgrsession=\S+$/);
    const refused = await call(small.fleet, 'web', '/cpsess0123456789/scripts7/clusterstatus', { headers: { cookie } });
    expect([refused.status, refused.body]).toEqual([401, expect.stringContaining(SESSION_EXPIRED)]);
    const inBrowser = await call(small.fleet, 'web', '/login/', { form: 'user=root&pass=x' });
    expect([inBrowser.status, inBrowser.body]).toEqual([401, expect.stringContaining('The login is invalid.')]);
    expect(inBrowser.body).toContain('id="login_form"');
  });
});
