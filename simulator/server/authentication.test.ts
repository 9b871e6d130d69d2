import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lawRuns } from '#test/fixtures/laws/runs.ts';
import { type SmallFleet, call, startSmallFleet, tokenText } from '#simulator/clients/small-fleet.ts';

const DENIED =
  '{"cpanelresult":{"apiversion":"2","error":"Access denied","data":{"reason":"Access denied","result":"0"},"type":"text"}}';
let small: SmallFleet;
beforeAll(async () => {
  small = await startSmallFleet();
});
afterAll(() => small.fleet.close());

describe('tokens on /json-api', () => {
  it.each(['full', 'all', 'cluster', 'nothing', 'later', 'here'])('lets the token %s in', async (token) => {
    const answer = await call(small.fleet, 'web', '/json-api/version?api.version=1', { token });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ metadata: { result: 1 }, data: { version: '11.120.0.5' } });
  });

  it.each([
    ['no header', {}],
    ['a wrong token', { token: 'wrong' }],
    ['an expired token', { token: 'expired' }],
    ['a token for other addresses', { token: 'elsewhere' }],
    ['the token of another user', { token: 'full', user: 'seller' }],
    ['an unknown user', { token: 'full', user: 'nobody' }],
    ['an empty token', { authorization: 'whm root:' }],
    ['another scheme', { authorization: `Bearer ${tokenText('full')}` }],
    ['no user', { authorization: `whm :${tokenText('full')}` }],
  ])('refuses %s with 403 and the cpanelresult body', async (_name, options) => {
    const answer = await call(small.fleet, 'web', '/json-api/version?api.version=1', options);
    expect(answer.status).toBe(403);
    expect(answer.reason).toBe('Forbidden Access denied');
    expect(answer.headers['content-type']).toBe('text/plain; charset="utf-8"');
    expect(answer.headers.connection).toBe('close');
    expect(answer.body).toBe(DENIED);
  });

  it('takes the scheme in any case', async () => {
    await fc.assert(
      fc.asyncProperty(fc.mixedCase(fc.constant('whm')), async (scheme) => {
        const authorization = `${scheme} root:${tokenText('full')}`;
        const answer = await call(small.fleet, 'web', '/json-api/version?api.version=1', { authorization });
        expect(answer.status).toBe(200);
      }),
      lawRuns(8),
    );
  });

  it('lets no other text in than the tokens themselves', async () => {
    const good = new Set([...small.web.tokens.keys()].map(tokenText));
    const text = fc.stringMatching(/^[0-9A-Z]{0,40}$/);
    await fc.assert(
      fc.asyncProperty(
        text.filter((one) => !good.has(one)),
        async (wrong) => {
          const authorization = `whm root:${wrong}`;
          const answer = await call(small.fleet, 'web', '/json-api/version?api.version=1', { authorization });
          expect(answer.status).toBe(403);
        },
      ),
      lawRuns(15),
    );
  });

  it('tells of a failure with its reason', async () => {
    const { cursor } = small.fleet.events();
    await call(small.fleet, 'web', '/json-api/version?api.version=1', { token: 'expired' });
    const event = await small.fleet.awaitEvent((one) => one.kind === 'authentication-failed', 1000, cursor);
    expect(event).toMatchObject({ server: 'web', path: '/json-api/version', reason: 'expired token' });
  });
});

describe('tokens elsewhere', () => {
  const token = { token: 'cluster' };

  it('opens the peer protocol and trustclustermaster.cgi, whatever the policy for pages', async () => {
    for (const policy of ['accepted', 'refused'] as const) {
      small.web.tokenPages = policy;
      for (const path of ['/scripts2/getpath_local', '/cgi/trustclustermaster.cgi']) {
        const answer = await call(small.fleet, 'web', path, token);
        expect([path, answer.status]).toEqual([path, 200]);
        expect(answer.body).toContain('root token');
      }
    }
    small.web.tokenPages = 'accepted';
  });

  it('opens the other pages only where the policy accepts it', async () => {
    small.web.tokenPages = 'accepted';
    expect((await call(small.fleet, 'web', '/scripts7/clusterstatus', token)).body).toMatch(/^status root token/);
    small.web.tokenPages = 'refused';
    const refused = await call(small.fleet, 'web', '/scripts7/clusterstatus', token);
    expect([refused.status, refused.headers['content-type']]).toEqual([403, 'text/plain; charset="utf-8"']);
    small.web.tokenPages = 'accepted';
  });

  it.each(['/scripts2/getpath_local', '/cgi/trustclustermaster.cgi', '/scripts7/clusterstatus'])(
    'answers a bad token on %s with a code in plain text, never a login page',
    async (path) => {
      const answer = await call(small.fleet, 'web', path, { token: 'expired' });
      expect([answer.status, answer.headers['content-type']]).toEqual([401, 'text/plain; charset="utf-8"']);
    },
  );

  it('answers a missing right: 403 to peers, an error page with HTTP 200 on pages', async () => {
    const peer = await call(small.fleet, 'web', '/scripts2/getpath_local', { token: 'basic' });
    expect([peer.status, peer.headers['content-type']]).toEqual([403, 'text/plain; charset="utf-8"']);
    const page = await call(small.fleet, 'web', '/scripts7/clusterstatus', { token: 'basic' });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<div class="errormsg"><h3>Permission denied</h3></div>');
    const root = await call(small.fleet, 'web', '/cgi/adjustclusterdns.cgi', { token: 'cluster' });
    expect(root.body).toContain('Permission denied');
    expect((await call(small.fleet, 'web', '/cgi/adjustclusterdns.cgi', { token: 'all' })).body).toMatch(/^adjusted/);
  });

  it('joins query and form body, keeping repeated names', async () => {
    const answer = await call(small.fleet, 'web', '/scripts2/getpath_local?zone=a', { ...token, form: 'zone=b&x=1+2' });
    expect(answer.body).toContain('zone=a&zone=b&x=1+2');
  });
});

describe('rights of a token', () => {
  const mayCall = async (name: string, token: string, user = 'root') => {
    const answer = await call(small.fleet, 'web', `/json-api/${name}?api.version=1`, { token, user });
    return (JSON.parse(answer.body) as { metadata: { result: number } }).metadata.result === 1;
  };

  it('takes the list of a root-like user as it is and cuts a reseller’s down to his own rights', async () => {
    expect(await mayCall('gethostname', 'cluster')).toBe(true);
    expect(await mayCall('applist', 'cluster')).toBe(false);
    expect(await mayCall('gethostname', 'seller', 'seller')).toBe(true);
    const answer = await call(small.fleet, 'web', '/json-api/myprivs?api.version=1', {
      token: 'seller',
      user: 'seller',
    });
    const { data } = JSON.parse(answer.body) as { data: { privileges: [Record<string, number>] } };
    const held = Object.entries(data.privileges[0])
      .filter(([, flag]) => flag === 1)
      .map(([acl]) => acl);
    expect(held.toSorted()).toEqual(['basic-whm-functions', 'clustering']);
  });

  it('gives a token without a list the rights of its user', async () => {
    expect(await mayCall('get_current_profile', 'full')).toBe(true);
    expect(await mayCall('get_current_profile', 'all')).toBe(true);
    expect(await mayCall('get_current_profile', 'seller-full', 'seller')).toBe(false);
    expect(await mayCall('api_token_list', 'seller-full', 'seller')).toBe(true);
  });
});
