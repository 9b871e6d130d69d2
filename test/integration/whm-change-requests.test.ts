import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createWhmConnector, type SentRequest } from '#electron/adapters/whm/index.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { RecordedEvent } from '#simulator/index.ts';
import { newMember } from '#test/fixtures/members.ts';
import { connectFleet } from './whm-connected.ts';
import { envelope, sentinel, startOwnServer } from './whm-servers.ts';

/** What is described is what is sent; what is not a page is sent once too. */

const sent: SentRequest[] = [];
const whm = connectFleet({ scenario: 'pairs', servers: 8 }, { onRequest: (request) => sent.push(request) });
const { live, changeClient: client } = whm;

afterEach(() => whm.fleet.clearFaults());

/** In an order in which all go through. */
function everyKind(id: string): readonly Change[] {
  const { address } = live('ns1');
  const other = live('alone1');
  const trusted = { kind: 'trusted', server: id, address: '192.0.2.8' } as const;
  return [
    { kind: 'threshold', server: id, threshold: 12, notify: true },
    { kind: 'threshold', server: id, threshold: 10, notify: false },
    { kind: 'role', server: id, as: 'root', address, role: 'write-only' },
    {
      kind: 'member.add',
      server: id,
      as: 'root',
      member: newMember(other.address, other.hostname, { role: 'standalone', debug: true, contact: 'none' }),
    },
    {
      kind: 'member.edit',
      server: id,
      as: 'root',
      address: other.address,
      user: 'root',
      debug: false,
      contact: 'none',
      nsConfig: null,
      hostname: null,
      token: { from: 'entry' },
    },
    { kind: 'member.enable', server: id, as: 'root', address },
    { kind: 'member.remove', server: id, as: 'root', address: other.address },
    { kind: 'synchronize', server: id, scope: { zones: 'all', where: 'here', full: true } },
    { kind: 'software', server: id, nameserver: 'powerdns' },
    { kind: 'monitoring', server: id, monitored: true },
    { kind: 'logging', server: id, level: 2, verboseSync: true },
    { ...trusted, trusted: true },
    { ...trusted, trusted: false },
    { kind: 'clustering', server: id, enabled: false },
    { kind: 'clustering', server: id, enabled: true },
  ];
}

const bySession = ['web1', 'web2'].map((id) => [id, id === 'web2'] as const);

describe.each(bySession)('on %s', (id, session) => {
  it('sends the requests that were described', async () => {
    // The way to the pages and the session are found out first.
    await client(id).readMembersAs('root');
    await client(id).describeChange({ kind: 'trusted', server: id, address: '192.0.2.8', trusted: true });
    await client(id).describeChange({ kind: 'clustering', server: id, enabled: true });
    const origin = `https://${live(id).address}:2087`;
    for (const change of everyKind(id)) {
      const { requests, refusal } = await client(id).describeChange(change);
      expect(refusal).toBeNull();
      sent.length = 0;
      const made = await client(id).makeChange(change, sentinel);
      if (!made.ok) throw new Error(`${change.kind}: ${made.error.message}`);
      const paths = sent.filter(({ server }) => server === id).map(({ method, path }) => [method, path]);
      const described = requests.map(({ method, url }) =>
        url.startsWith('wss:')
          ? ['WEBSOCKET', new URL(url).pathname + new URL(url).search]
          : [method, url.slice(origin.length)],
      );
      // A command reads the list first, on a stream that may be kept from before.
      expect(change.kind === 'trusted' && change.trusted ? paths.slice(-1) : paths).toEqual(described);
      const pages = described.filter(([, path]) => /\/(cgi|scripts\d?)\//.test(path ?? ''));
      for (const [, path] of pages) expect(path?.startsWith('/cpsess••••/')).toBe(session);
    }
  });

  it('describes the login where no session is kept', async () => {
    whm.connector.forget(id);
    const change: Change = { kind: 'clustering', server: id, enabled: true };
    const before = whm.fleet.events().cursor;
    const { requests } = await client(id).describeChange(change);
    expect(
      whm.fleet.events(before).events.some((event) => event.kind === 'request' && event.path.includes('adjust')),
    ).toBe(false);
    expect(requests.at(-1)).toMatchObject({
      method: 'GET',
      url: expect.stringMatching(/\/cgi\/adjustclusterdns\.cgi\?clusterdns=1&cluster_user=root$/),
      body: null,
    });
    const seen = whm.fleet.events().cursor;
    await client(id).describeChange(change);
    expect(whm.fleet.events(seen).events.filter((event) => event.server === id)).toEqual([]);
  });

  it('shows no token in the body of an edit', async () => {
    const edit: Change = {
      kind: 'member.edit',
      server: id,
      as: 'root',
      address: live('ns1').address,
      user: 'root',
      debug: true,
      contact: 'name',
      nsConfig: null,
      hostname: null,
      token: { from: 'entry' },
    };
    const { requests } = await client(id).describeChange(edit);
    expect(requests.at(-1)?.body).toBe(
      `cluster_user=root&module=cPanel&host=${live('ns1').address}&user=root&pass=••••&recurse=1&debug=on&dnsrole=‹as it is then›`,
    );
  });
});

describe('a function of the API', () => {
  it.each(['reset', 'half-answer'] as const)('is called once when the connection breaks (%s)', async (kind) => {
    for (const [change, name] of [
      [{ kind: 'monitoring', server: 'web1', monitored: false }, 'configureservice'],
      [{ kind: 'software', server: 'web1', nameserver: 'powerdns' }, 'set_nameserver'],
      [{ kind: 'logging', server: 'web1', level: 1, verboseSync: false }, 'set_tweaksetting'],
    ] as const) {
      await whm.fleet.setFault('web1', { fault: { kind }, path: `/json-api/${name}` });
      sent.length = 0;
      expect(await client('web1').makeChange(change, null)).toMatchObject({ error: { code: 'whm.unreachable' } });
      expect(sent.filter(({ path }) => path.includes(name))).toHaveLength(1);
      await whm.fleet.clearFaults('web1');
      whm.connector.forget('web1');
    }
    live('web1').namedMonitored = true;
  });

  it('makes a token once when the connection breaks', async () => {
    await whm.fleet.setFault('web1', { fault: { kind: 'half-answer' }, path: '/json-api/api_token_create' });
    sent.length = 0;
    expect(await client('web1').createMemberToken('broken')).toMatchObject({ error: { code: 'whm.unreachable' } });
    expect(sent).toHaveLength(1);
    await whm.fleet.clearFaults('web1');
    expect(await client('web1').revokeMemberToken('broken')).toMatchObject({ ok: true });
    expect(await client('web1').createMemberToken('no such name')).toMatchObject({ error: { code: 'input.invalid' } });
  });

  it('says what was done before the one that failed', async () => {
    const server = await startOwnServer((request, response) => {
      const path = request.url ?? '';
      if (path.includes('dnsadmin_verbose_sync')) response.writeHead(500).end();
      else response.end(envelope({ app: ['get_current_profile', 'set_tweaksetting'] }));
    });
    const own = createWhmConnector();
    const change: Change = { kind: 'logging', server: 'own', level: 4, verboseSync: true };
    const result = await own.changes(server.address(), sentinel).makeChange(change, null);
    expect(result).toMatchObject({ error: { code: 'whm.protocol' } });
    expect(!result.ok && result.error.message).toContain('Done before it: dnsadmin_log 4 Main.');
    expect(server.requests.filter((path) => path.includes('set_tweaksetting'))).toHaveLength(2);
    await own.close();
    await server.close();
  });
});

it('keeps a command that changes something to one attempt', async () => {
  const trusted = (): readonly string[] => live('web3').trustedAddresses.remotedns;
  const change: Change = { kind: 'trusted', server: 'web3', address: '192.0.2.9', trusted: true };
  await client('web3').describeChange(change);
  await whm.fleet.setFault('web3', { fault: { kind: 'reset' }, path: '/websocket/' });
  sent.length = 0;
  const result = await client('web3').makeChange(change, null);
  await whm.fleet.clearFaults('web3');
  const opened = sent.filter(({ server, method }) => server === 'web3' && method === 'WEBSOCKET');
  expect(opened.length).toBeLessThanOrEqual(1);
  expect(trusted().includes('192.0.2.9')).toBe(result.ok);
});

/** The page of a server that repeats whatever it is sent in the message of an error. */
function echo(body: string): string {
  return `<div class="errormsg">no: ${body}</div><div class="warningmsg">${body}</div>`;
}

const statusPage = `<form id="toggle_clustering_form" action="../cgi/adjustclusterdns.cgi"><button id="toggle_clustering_submit" name="clusterdns" value="">x</button></form><form id="mainform"></form>`;
const form = `<form action="activate_remote_nameservers.cgi"><input name="host"><input name="user"><textarea name="pass"></textarea><select name="dnsrole"><option value="sync">Synchronize</option></select></form>`;

it('takes a member’s token out of what a server repeats', async () => {
  const server = await startOwnServer((request, response) => {
    const path = request.url ?? '';
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      if (path.startsWith('/json-api/'))
        response.end(envelope({ version: '11.126.0.28', app: ['get_current_profile'] }));
      else if (path.includes('clusterstatus')) response.end(statusPage);
      else if (path.includes('configure_remote')) response.end(form);
      else response.end(echo(`${body} ${decodeURIComponent(body)}`));
    });
  });
  const told: SentRequest[] = [];
  const own = createWhmConnector({ onRequest: (request) => told.push(request) });
  const token = 'MEMBER0TOKEN0in0lower0letters000';
  const add: Change = {
    kind: 'member.add',
    server: 'own',
    as: 'root',
    member: newMember('192.0.2.7', 'ns.example.net'),
  };
  const changes = own.changes(server.address(), sentinel);
  const made = await changes.makeChange(add, `-----BEGIN KEY-----\n${token}\n-----END KEY-----`);
  expect(made).toMatchObject({ error: { code: 'whm.rejected' } });
  expect(server.requests.at(-1)).toBe('/cgi/activate_remote_nameservers.cgi');
  const text = inspect([made, told, await changes.describeChange(add), changes], { depth: 20 });
  expect(text).toContain('pass=••••');
  expect(text).not.toContain(token);
  expect(text).not.toContain(sentinel);
  // A token with characters of a form or a header is refused before anything is sent, and not repeated.
  const asked = server.requests.length;
  const bad = await changes.makeChange(add, 'x&user=other\u0000');
  expect(bad).toMatchObject({ error: { code: 'input.invalid' } });
  expect(inspect(bad)).not.toContain('user=other');
  expect(server.requests.length).toBe(asked);
  await own.close();
  await server.close();
});

it('has one request for a change at the server for each that was sent', async () => {
  const { cursor } = whm.fleet.events();
  await client('web1').makeChange({ kind: 'threshold', server: 'web1', threshold: 10, notify: true }, null);
  const events = whm.fleet
    .events(cursor)
    .events.filter(
      (event): event is RecordedEvent & { kind: 'request' } => event.kind === 'request' && event.server === 'web1',
    );
  expect(events.filter(({ path }) => path === '/cgi/adjustclusteroptions.cgi')).toHaveLength(1);
});
