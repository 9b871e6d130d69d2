/** What pages, functions and certificates of servers say, each variant over the real connections of a fleet. */
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { virtualFiles } from '#simulator/command-stream/virtual-files.ts';
import {
  api,
  ask,
  CONFIG,
  end,
  entryFiles,
  MEMBER,
  ns1Entry,
  open,
  serve,
  ZONE,
} from '#simulator/clients/described-fleet.ts';
import { call } from '#simulator/clients/small-fleet.ts';
import { byToken } from '#simulator/clients/page-client.ts';

afterEach(end);

describe('pages and functions', () => {
  it('offer modules outside WHM or the bundled ones alone, and fill their forms with every stored value', async () => {
    const keys = [
      '#version 2.0',
      'client_id=exampleclient',
      'notes=two',
      'mode=slow',
      'strict=1',
      'module=StackPath',
      'debug=0',
    ];
    const moduleFields = {
      StackPath: [
        { name: 'client_id', kind: 'text' },
        { name: 'notes', kind: 'bigtext' },
        { name: 'mode', kind: 'radio', choices: ['fast', 'slow'] },
        { name: 'strict', kind: 'binary' },
        { name: 'ip', kind: 'ip' },
      ],
    } as const;
    const { web } = await serve({
      files: new Map(entryFiles('stackpath', keys, 'write-only')),
      variants: { modules: ['cPanel', 'StackPath'], moduleFields },
    });
    const page = byToken(open(), 'web1');
    expect((await page('/scripts7/clusterstatus')).texts('#module option')).toEqual(['cPanel', 'StackPath']);
    expect((await byToken(open(), 'ns1')('/scripts7/clusterstatus')).texts('#module option')).toEqual(['cPanel']);
    const form = await page('/cgi/configure_remote_nameserver.cgi?module=StackPath&server=stackpath');
    expect(form.attribute('#client_id', 'value')).toBe('exampleclient');
    expect(form.text('textarea#notes')).toBe('two');
    expect(form.attribute('input[name=mode][checked]', 'value')).toBe('slow');
    expect(form.attribute('input[name=strict][checked]', 'value')).toBe('1');
    expect(form.attribute('#ip', 'value')).toBe('');
    const sent = { module: 'StackPath', dnsrole: 'write-only', cluster_user: 'root', client_id: 'other', debug: 'on' };
    await page('/cgi/activate_remote_nameservers.cgi', sent);
    // What the form did not send is lost.
    expect(virtualFiles(web).read(`${CONFIG}/stackpath`)).toBe(
      '#version 2.0\nclient_id=other\nmodule=StackPath\ndebug=1\n',
    );
  });

  it.each([
    ['common', 'dnsonly', true],
    ['common', 'cpanel', false],
    ['bare', 'dnsonly', null],
  ] as const)('the head of a page (%s) on %s', async (pageHead, product, isDnsOnly) => {
    await serve({ product, variants: { pageHead } });
    const { body } = await byToken(open(), 'web1')('/scripts7/clusterstatus');
    const found = /COMMON\.isDnsOnly = (true|false);/.exec(body)?.[1];
    expect(found === undefined ? null : found === 'true').toBe(isDnsOnly);
  });

  it('say by the applications what a server is, also to a token with clustering alone', async () => {
    const known = ['clustering'];
    await serve({ knownTokenAcls: known }, {});
    const keys = async (id: string): Promise<string[]> => {
      const { data } = await api(id, 'get_available_applications');
      const groups = data?.['groups'] as readonly { readonly items: readonly { readonly key: string }[] }[];
      return groups.flatMap(({ items }) => items.map(({ key }) => key));
    };
    expect(await keys('web1')).toEqual(['dns_cluster']);
    expect(await keys('ns1')).toEqual(['dns_cluster', 'synchronize_dns_records']);
  });

  it.each([
    ['whole', '11.136.0.20'],
    ['short', '136.0.20'],
  ] as const)('versions are shown %s', async (shownVersions, shown) => {
    const { web } = await serve(
      { files: new Map([...ns1Entry, [`${CONFIG}/${MEMBER}-dnsrole`, 'write-only']]), variants: { shownVersions } },
      { version: '11.136.0.20' },
    );
    await open().pollMember('web1', MEMBER);
    const page = await byToken(open(), 'web1')('/scripts7/clusterstatus');
    expect(page.text('#sltbl td.serverstatus')).toBe(shown);
    expect(JSON.parse(virtualFiles(web).read(`${CONFIG}/${MEMBER}-state.json`) ?? '')).toMatchObject({
      version: shown,
    });
  });

  it.each(['11.136.1.11', '136.1.11', '136.0.20'])('%s has the functions of 136', async (version) => {
    await serve({ version });
    expect((await api('web1', 'version')).data).toEqual({ version });
    expect((await api('web1', 'cluster_member_has_trust_with', { host: MEMBER })).data).toEqual({ has_trust: 1 });
  });

  it.each([
    ['numbers', 1, 'number'],
    ['texts', '1', 'string'],
    ['booleans', true, 'string'],
  ] as const)('rights and times of tokens as %s', async (tokenValues, held, time) => {
    await serve({ variants: { tokenValues } });
    const { data } = await api('web1', 'api_token_list');
    const tokens = data?.['tokens'] as
      Readonly<Record<string, { acls: Record<string, unknown>; create_time: unknown }>> | undefined;
    const token = tokens?.['cluster'];
    expect(token?.acls['clustering']).toBe(held);
    expect(token?.acls['all']).not.toBe(held);
    expect(typeof token?.create_time).toBe(time);
  });

  it.each([
    ['empty', {}],
    ['null', null],
  ] as const)('a list of tokens without one is %s', async (emptyLists, tokens) => {
    const { web } = await serve({ variants: { emptyLists } });
    web.users.set('seller', { acls: ['manage-api-tokens', 'create-user-session'] });
    const params = new URLSearchParams({ 'api.version': '1', user: 'seller', service: 'whostmgrd' });
    const made = JSON.parse(await ask('web1', `/json-api/create_user_session?${params.toString()}`)) as {
      readonly data: { readonly url: string; readonly cp_security_token: string };
    };
    const link = new URL(made.data.url);
    const opened = await call(open(), 'web1', link.pathname + link.search);
    const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const listed = await call(open(), 'web1', `${made.data.cp_security_token}/json-api/api_token_list?api.version=1`, {
      headers: { cookie },
    });
    expect(JSON.parse(listed.body)).toMatchObject({ metadata: { result: 1 }, data: { tokens } });
  });

  it.each([
    ['itemised', /is not a record type/],
    ['generic', /^The request failed\. \(Error ID: [a-z0-9]{6}\)/],
  ] as const)('a batch of edits with a bad one fails as a whole, %s', async (massEdit, reason) => {
    const { web } = await serve({ variants: { massEdit } });
    const good = JSON.stringify({ dname: `www.${ZONE}.`, ttl: 60, record_type: 'A', data: ['192.0.2.1'] });
    const bad = JSON.stringify({ dname: '@', ttl: 60, record_type: 'NONSENSE', data: ['x'] });
    const edit = { zone: ZONE, serial: '2026050102', 'add-1': good, 'add-2': bad };
    const { metadata } = await api('web1', 'mass_edit_dns_zone', edit);
    expect(metadata).toMatchObject({ result: 0, reason: expect.stringMatching(reason) as string });
    expect(web.zones.get(ZONE)?.serial).toBe(2026050102);
    const stale = await api('web1', 'mass_edit_dns_zone', { zone: ZONE, serial: '1', 'add-1': good });
    expect(stale.metadata.reason).toMatch(/does not match/);
  });
});

it('a certificate of the authority makes room for the self-signed placeholder', async () => {
  await serve();
  const issuerSeen = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const place = open().inventory().servers[0];
      if (place === undefined) throw new Error('no server');
      const socket = connect({ host: place.host, port: place.port, rejectUnauthorized: false }, () => {
        resolve(String(socket.getPeerCertificate().issuer.CN));
        socket.destroy();
      });
      socket.once('error', reject);
    });
  open().recertify('web1', 'authority');
  expect(await issuerSeen()).toBe('Lab Authority');
  const before = open().inventory().servers[0]?.certificate.sha256;
  open().recertify('web1');
  expect(await issuerSeen()).toBe('web1.example.net');
  expect(open().inventory().servers[0]?.certificate.sha256).not.toBe(before);
  expect(open().authority()).toContain('BEGIN CERTIFICATE');
});
