import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallFleet, api, call, field, startSmallFleet, tokenText } from '#simulator/clients/small-fleet.ts';

let small: SmallFleet;
beforeAll(async () => {
  small = await startSmallFleet();
});
afterAll(() => small.fleet.close());

const batch = (id: string, commands: readonly string[], token = 'full', more = '') =>
  call(
    small.fleet,
    id,
    `/json-api/batch?api.version=1${more}&${commands.map((one) => `command=${encodeURIComponent(one)}`).join('&')}`,
    { token },
  );

describe('the envelope', () => {
  it('has command, version, result and reason', async () => {
    const answer = await call(small.fleet, 'web', '/json-api/gethostname?api.version=1', { token: 'full' });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(answer.body)).toEqual({
      metadata: { command: 'gethostname', version: 1, result: 1, reason: 'OK' },
      data: { hostname: 'web.example.net' },
    });
  });

  it('is the same by form POST', async () => {
    const answer = await call(small.fleet, 'web', '/json-api/version', { token: 'full', form: 'api.version=1' });
    expect(JSON.parse(answer.body)).toMatchObject({ data: { version: '11.120.0.5' } });
  });

  it('names an unknown function and a missing right with HTTP 200', async () => {
    expect(await api(small.fleet, 'web', 'foo')).toEqual({
      metadata: {
        command: 'foo',
        version: 1,
        result: 0,
        reason: 'Unknown app ("foo") requested for this version (1) of the API.',
      },
    });
    const denied = await api(small.fleet, 'web', 'applist', {}, { token: 'cluster' });
    expect(denied.metadata).toMatchObject({ result: 0 });
    expect(denied.metadata['reason']).toMatch(/required privileges/i);
    expect(denied).not.toHaveProperty('data');
  });

  it('closes what is about zones where the profile lacks the role DNS, and nothing of the cluster', async () => {
    const code = async () => (await api(small.fleet, 'web', 'get_current_profile')).data?.['code'];
    try {
      small.web.profile = 'MAILNODE';
      const zones = await api(small.fleet, 'web', 'listzones');
      expect(zones.metadata['result']).toBe(0);
      expect(zones.metadata['reason']).toMatch(/^API failure: \(XID \w{6}\) .*RequiredRoleDisabled/);
      const trust = await api(small.fleet, 'web', 'cluster_member_has_trust_with', { host: '192.0.2.1' });
      expect(trust.metadata['result']).toBe(1);
      expect(await code()).toBe('MAILNODE');
      small.web.profile = 'DNSNODE';
      expect((await api(small.fleet, 'web', 'listzones')).metadata['result']).toBe(1);
      expect(await code()).toBe('DNSNODE');
    } finally {
      small.web.profile = 'STANDARD';
    }
  });

  it('takes the shapes of version 0 without api.version', async () => {
    const version = await call(small.fleet, 'web', '/json-api/version', { token: 'full' });
    expect(JSON.parse(version.body)).toEqual({ version: '11.120.0.5' });
    const unknown = await call(small.fleet, 'web', '/json-api/foo', { token: 'full' });
    expect(unknown.status).toBe(200);
    expect(unknown.body).toContain('(0) of the API');
  });

  it('says plainly that a function is not simulated', async () => {
    const { metadata } = await api(small.fleet, 'web', 'createacct');
    expect(metadata['result']).toBe(0);
    expect(metadata['reason']).toMatch(/^API failure: \(XID \w{6}\) The simulator does not play/);
  });
});

describe('batch', () => {
  it('runs the commands in order, with arguments encoded once more', async () => {
    const answer = await batch('web', ['installed_versions', 'servicestatus?service=named', 'version'], 'cluster');
    const { metadata, data } = JSON.parse(answer.body);
    expect(metadata).toEqual({ command: 'batch', version: 1, result: 1, reason: 'OK' });
    expect(data.result.map((one: { metadata: { command: string } }) => one.metadata.command)).toEqual([
      'installed_versions',
      'servicestatus',
      'version',
    ]);
    expect(data.result[1].data.service).toHaveLength(1);
  });

  it('takes form POST and numbered commands', async () => {
    const form = 'api.version=1&command-0=version&command-1=servicestatus%3Fservice%3Dnamed';
    const answer = await call(small.fleet, 'web', '/json-api/batch', { token: 'full', form });
    expect(JSON.parse(answer.body).data.result).toHaveLength(2);
  });

  it('fails as a whole for a forbidden command, before any has run', async () => {
    const answer = await batch('web', ['api_token_create?token_name=never', 'applist'], 'keys');
    const { metadata, data } = JSON.parse(answer.body);
    expect([answer.status, metadata.result, data]).toEqual([200, 0, undefined]);
    expect(metadata.reason).toMatch(/required privileges/i);
    expect(small.web.tokens.has('never')).toBe(false);
  });

  it('answers HTTP 500 to an unknown command', async () => {
    expect((await batch('web', ['version', 'foo'])).status).toBe(500);
    expect((await batch('ns', ['listaccts'])).status).toBe(500);
  });

  it('goes on after a failed command unless told to stop', async () => {
    const commands = ['servicestatus?service=none', 'version'];
    const results = async (more: string) => {
      const { data } = JSON.parse((await batch('web', commands, 'full', more)).body);
      return data.result.map((one: { metadata: { result: number } }) => one.metadata.result);
    };
    expect(await results('')).toEqual([0, 1]);
    expect(await results('&abort_on_error=1')).toEqual([0]);
  });

  it('wants a command', async () => {
    const { metadata } = JSON.parse((await batch('web', [])).body);
    expect(metadata).toMatchObject({ result: 0, reason: expect.stringContaining('Provide at least one “command”') });
  });
});

describe('the functions', () => {
  it('installed_versions has the number 0 for what is not there', async () => {
    const web = (await api(small.fleet, 'web', 'installed_versions', {}, { token: 'cluster' })).data;
    expect(web).toMatchObject({ powerdns: '4.9.1', bind: 0, cpanel_and_whm: '11.120.0.5' });
    const ns = (await api(small.fleet, 'ns', 'installed_versions')).data;
    expect(ns).toMatchObject({ powerdns: 0, bind: '4.9.1', mysql: 0 });
    expect((await api(small.fleet, 'ns', 'installed_versions', { packages: '1' })).data).toHaveProperty(
      'bind_packages',
    );
  });

  it('servicestatus leaves running away unless the service is monitored and enabled', async () => {
    const named = async () =>
      (await field<unknown[]>(api(small.fleet, 'web', 'servicestatus', { service: 'named' }), 'service'))[0];
    expect(await named()).toMatchObject({ name: 'named', enabled: 1, installed: 1, monitored: 1, running: 1 });
    small.web.namedMonitored = false;
    expect(await named()).not.toHaveProperty('running');
    small.web.namedMonitored = true;
    small.web.nameserver = 'disabled';
    expect(await named()).toMatchObject({ enabled: 0 });
    expect(await named()).not.toHaveProperty('running');
    small.web.nameserver = 'powerdns';
    const { metadata } = await api(small.fleet, 'web', 'servicestatus', { service: 'none' });
    expect(metadata).toMatchObject({ result: 0, reason: 'Specified service does not exist.' });
    const all = (await api(small.fleet, 'web', 'servicestatus')).data?.['service'] as { name: string }[];
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['named', 'dnsadmin', 'cpsrvd', 'sshd']));
  });

  it('applist and myprivs show the caller’s own, and DNSOnly has no account functions', async () => {
    const apps = async (id: string, token: string) =>
      (await api(small.fleet, id, 'applist', {}, { token })).data?.['app'] as string[];
    expect(await apps('web', 'full')).toEqual(expect.arrayContaining(['listaccts', 'createacct', 'batch', 'version']));
    expect(await apps('ns', 'full')).not.toEqual(expect.arrayContaining(['listaccts']));
    expect(await apps('ns', 'full')).not.toEqual(expect.arrayContaining(['createacct']));
    expect(await apps('web', 'basic')).toEqual([
      'applist',
      'batch',
      'get_available_applications',
      'myprivs',
      'systemloadavg',
      'version',
    ]);
    const privileges = async (id: string) =>
      (await field<Record<string, 0 | 1>[]>(api(small.fleet, id, 'myprivs'), 'privileges'))[0] ?? {};
    expect(Object.keys(await privileges('ns'))).toHaveLength(17);
    expect(await privileges('ns')).not.toHaveProperty('edit-dns');
    expect(await privileges('web')).toMatchObject({ all: 1, 'edit-dns': 1, clustering: 1 });
  });

  it('get_current_profile needs every right and tells DNSOnly', async () => {
    expect((await api(small.fleet, 'web', 'get_current_profile')).data).toMatchObject({ code: 'STANDARD' });
    expect((await api(small.fleet, 'ns', 'get_current_profile')).data).toMatchObject({ code: 'DNSONLY' });
    const denied = await api(small.fleet, 'web', 'get_current_profile', {}, { token: 'cluster' });
    expect(denied.metadata['result']).toBe(0);
  });

  it('listzones has no data when there are no zones, and obeys the meta arguments', async () => {
    const zones = async (query: Record<string, string> = {}) => api(small.fleet, 'web', 'listzones', query);
    expect((await zones()).data).toEqual({ zone: [{ domain: 'a.example', zonefile: 'a.example.db' }] });
    const filter = { 'api.filter.enable': '1', 'api.filter.a.field': 'domain', 'api.filter.a.arg0': 'nothing' };
    expect((await zones(filter)).data).toEqual({ zone: [] });
    const kept = [...small.web.zones];
    small.web.zones.clear();
    expect(await zones()).toEqual({ metadata: { command: 'listzones', version: 1, result: 1, reason: 'OK' } });
    for (const [name, zone] of kept) small.web.zones.set(name, zone);
  });

  it('cluster_member_has_trust_with looks at file names and stored hosts, in either argument', async () => {
    const member = {
      address: '192.0.2.1',
      user: 'root',
      host: 'other.example.net',
      token: '',
      module: 'cPanel',
      debug: false,
      role: null,
      results: '1',
      down: false,
      state: null,
    };
    small.web.cluster.members.set(member.address, member);
    const ask = async (query: Record<string, string>) =>
      (await api(small.fleet, 'web', 'cluster_member_has_trust_with', query, { token: 'cluster' })).data;
    expect(await ask({ host: '192.0.2.1' })).toEqual({ has_trust: 1 });
    expect(await ask({ host: 'other.example.net' })).toEqual({ has_trust: 1 });
    expect(await ask({ host: '192.0.2.9' })).toEqual({ has_trust: 0 });
    expect(await ask({ host: '192.0.2.9', althost: '192.0.2.1' })).toEqual({ has_trust: 1 });
    const reason = async (query: Record<string, string>, token: string) =>
      (await api(small.fleet, 'web', 'cluster_member_has_trust_with', query, { token })).metadata['reason'];
    expect(await reason({}, 'cluster')).toBe('Missing argument: host');
    expect(await reason({ host: 'x' }, 'basic')).toBe('You must have the clustering ACL to complete this request.');
    small.web.version = '11.82.0.1';
    expect(await reason({ host: 'x' }, 'cluster')).toMatch(/^Unknown app/);
    small.web.version = '11.120.0.5';
    small.web.cluster.members.clear();
  });
});

describe('tokens by the API', () => {
  const own = { token: 'full' };
  const create = (query: string, token = 'full', user = 'root') =>
    api(small.fleet, 'web', 'api_token_create', query, { token, user });

  it('makes a token that works, lists it, looks it up, and takes it away', async () => {
    const made = await create(
      'token_name=new&acl-0=clustering&acl-1=status&expires_at=2000000000&whitelist_ip=127.0.0.1',
    );
    expect(made.data).toMatchObject({
      name: 'new',
      expires_at: 2_000_000_000,
      acls: ['clustering', 'status'],
      whitelist_ips: ['127.0.0.1'],
    });
    const text = String(made.data?.['token']);
    expect(text).toMatch(/^[0-9A-Z]{32}$/);
    const authorization = `whm root:${text}`;
    expect((await api(small.fleet, 'web', 'version', {}, { authorization })).metadata['result']).toBe(1);
    const tokens = await field<Record<string, unknown>>(api(small.fleet, 'web', 'api_token_list', {}, own), 'tokens');
    expect(tokens['new']).toMatchObject({ name: 'new', acls: { clustering: 1, status: 1, all: 0 } });
    expect(JSON.stringify(tokens)).not.toContain(text);
    const details = await api(small.fleet, 'web', 'api_token_get_details', { token: text }, own);
    expect(details.data).toMatchObject({ record: { name: 'new' } });
    const unknown = await api(small.fleet, 'web', 'api_token_get_details', { token: tokenText('none') }, own);
    expect(unknown.data).toEqual({ record: null });
    const revoked = await api(small.fleet, 'web', 'api_token_revoke', 'token_name=new&token_name-1=unknown', own);
    expect(revoked).toEqual({ metadata: { command: 'api_token_revoke', version: 1, result: 1, reason: 'OK' } });
    expect((await call(small.fleet, 'web', '/json-api/version?api.version=1', { authorization })).status).toBe(403);
  });

  it('lists only the caller’s own', async () => {
    const { data } = await api(small.fleet, 'web', 'api_token_list', {}, { token: 'seller-full', user: 'seller' });
    expect(Object.keys(data?.['tokens'] as object).toSorted()).toEqual(['seller', 'seller-full']);
  });

  it('never gives more rights than the caller has', async () => {
    const more = await create('token_name=more&acl=all', 'keys');
    expect(more.metadata['reason']).toMatch(/^The system failed to create the API token: Invalid or unauthorized ACL/);
    const same = await create('token_name=same', 'keys');
    expect(same.data?.['acls']).toEqual(['manage-api-tokens', 'clustering']);
  });

  it.each([
    ['token_name=full', 'A conflicting API token with the name “full” already exists.'],
    ['token_name=a%20b', 'not a valid name'],
    ['token_name=x&acl=no-such', 'Invalid or unauthorized ACL(s) specified: no-such'],
    ['token_name=x&whitelist_ip=10.0.0.0/33', 'Invalid IP'],
    ['token_name=x&expires_at=soon', 'UNIX time'],
  ])('refuses %s', async (query, words) => {
    const { metadata } = await create(query);
    expect(metadata['reason']).toMatch(/^The system failed to create the API token: /);
    expect(metadata['reason']).toContain(words);
  });
});
