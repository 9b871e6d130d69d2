import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '#simulator/index.ts';
import type { ServerState } from '#simulator/model.ts';
import { bySession, byToken, type Form, type Opener, type Page } from '#simulator/clients/page-client.ts';

const ACTIVATE = '/cgi/activate_remote_nameservers.cgi';
const TRUST = '/cgi/trustclustermaster.cgi';

let fleet: Fleet;
let cursor: number;
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
  ({ cursor } = fleet.events());
});
afterEach(() => fleet.close());

function server(id: string): ServerState {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

const addressOf = (id: string): string => server(id).address;
const entry = (from: string, to: string) => server(from).cluster.members.get(addressOf(to));
const known = (id: string): string => fleet.tokens().tokens[id] ?? '';
const reverseTokens = (id: string) =>
  [...server(id).tokens.values()].filter(({ name }) => name.startsWith('reverse_trust_'));

async function reason(): Promise<string> {
  const event = await fleet.awaitEvent((one) => one.kind === 'setup-failed', 1000, cursor);
  return event.kind === 'setup-failed' ? event.reason : '';
}

function form(to: string, more: Form = {}): Form {
  const base = { cluster_user: 'root', module: 'cPanel', host: addressOf(to), user: 'root', pass: known(to) };
  return { ...base, dnsrole: 'sync', recurse: 'on', ...more };
}

const GENERIC = 'Failed to set up DNS cluster for module “cPanel”.';
function expectFailed(page: Page): void {
  expect(page.status).toBe(200);
  expect(page.text('div#activateNameserverFailed.errormsg')).toBe(GENERIC);
  expect(page.one('#activateNameserverSucceeded')).toBeNull();
}

describe.each([
  ['by token', 'alone1', 'alone2'],
  ['in a session', 'alone2', 'alone1'],
])('activate_remote_nameservers %s', (how, from, to) => {
  let open: Opener;
  beforeEach(async () => {
    open = how === 'by token' ? byToken(fleet, from) : await bySession(fleet, from);
  });

  it('adds a member and has this server added on the other side', async () => {
    const page = await open(ACTIVATE, form(to, { synczones: 'on', debug: 'on' }));
    const lines = page.text('div#activateNameserverSucceeded.okmsg')?.split('\n');
    expect(lines).toEqual([
      'The Trust Relationship has been established.',
      `The remote server, ${to}.pairs.example, is running WHM version: 11.134.0.17`,
      'The reverse trust relationship has been established from the remote server to this server as well.',
      'Queued task to synchronize zones.',
      `The new role for ${addressOf(to)} is sync.`,
    ]);
    expect(page.one('div.warningmsg')).toBeNull();
    expect(entry(from, to)).toMatchObject({ host: `${to}.pairs.example`, token: known(to), role: 'sync', debug: true });
    const [token] = reverseTokens(from);
    expect(token).toMatchObject({ acls: ['clustering'], user: 'root' });
    expect(token?.name).toMatch(/^reverse_trust_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    // The set-up sends no host name: the other side stores the address.
    expect(entry(to, from)).toMatchObject({ role: 'standalone', token: token?.token, host: addressOf(from) });
    await fleet.awaitEvent((event) => event.kind === 'task-finished' && event.task === 'synczones', 5000, cursor);
    const [here, there] = [server(from).zones, server(to).zones];
    // With the role sync every zone of the other side is pulled, and all go there.
    expect([...here.keys()].toSorted()).toEqual([...there.keys()].toSorted());
    expect(here.size).toBe(10);
  });

  it('writes an existing member anew', async () => {
    await open(ACTIVATE, form(to));
    await open(ACTIVATE, form(to, { dnsrole: 'write-only', debug: 'on' }));
    expect(server(from).cluster.members.size).toBe(1);
    expect(entry(from, to)).toMatchObject({ role: 'write-only', debug: true });
    expect(reverseTokens(from)).toHaveLength(2);
    expect(entry(to, from)?.token).toBe(reverseTokens(from)[1]?.token);
  });
});

describe('activate_remote_nameservers', () => {
  let open: Opener;
  beforeEach(() => {
    open = byToken(fleet, 'alone1');
  });

  it('never contacts the other server without the checkbox', async () => {
    const page = await open(ACTIVATE, form('alone2', { recurse: '0', pass: 'WRONG', host: 'alone2.pairs.example' }));
    expect(page.text('#activateNameserverSucceeded')).toContain('is running WHM version: 10.0.0');
    expect(entry('alone1', 'alone2')).toMatchObject({ token: 'WRONG', host: 'alone2.pairs.example', role: 'sync' });
    expect(fleet.events(cursor).events.filter((event) => event.kind === 'request' && event.from !== null)).toEqual([]);
    await fleet.pollMember('alone1', addressOf('alone2'));
    expect(entry('alone1', 'alone2')?.state?.error).toBe('Could not communicate with remote API server.');
  });

  it('sets up no reverse trust for any other value than on', async () => {
    const page = await open(ACTIVATE, form('alone2', { recurse: '1' }));
    expect(page.text('#activateNameserverSucceeded')).not.toContain('reverse trust');
    expect(page.one('.warningmsg')).toBeNull();
    expect(entry('alone2', 'alone1')).toBeUndefined();
  });

  it('says so when the other side could not be set up', async () => {
    await fleet.setFault('alone2', { fault: { kind: 'status', status: 503 }, path: TRUST });
    const page = await open(ACTIVATE, form('alone2'));
    expect(page.texts('div.warningmsg')).toEqual([
      'The reverse trust relationship could not be established from the remote server to this server.',
      'You must log into the remote server and manually add this server using the “DNS Cluster” interface there if you want the other server to access this one.',
    ]);
    expect(page.one('#activateNameserverSucceeded')).not.toBeNull();
    expect(entry('alone1', 'alone2')?.role).toBe('sync');
    expect(reverseTokens('alone1')).toHaveLength(1);
  });

  it('says so when no token could be made for the way back, and asks nobody then', async () => {
    await fleet.setFault('alone1', { fault: { kind: 'no-api-tokens' } });
    const page = await open(ACTIVATE, form('alone2'));
    expect(page.texts('div.warningmsg')).toEqual([
      expect.stringMatching(/^An API token named “reverse_trust_[0-9a-f-]{36}” could not be created\.$/),
      expect.stringMatching(/^The reverse trust relationship could not be established/),
      expect.stringMatching(/^You must log into the remote server/),
    ]);
    expect(page.text('#activateNameserverSucceeded')).toContain(`The new role for ${addressOf('alone2')} is sync.`);
    expect(page.text('#activateNameserverSucceeded')).not.toContain('reverse trust');
    expect([entry('alone1', 'alone2')?.role, entry('alone2', 'alone1'), reverseTokens('alone1')]).toEqual([
      'sync',
      undefined,
      [],
    ]);
    await fleet.clearFaults('alone1');
    await open(ACTIVATE, form('alone2'));
    expect(reverseTokens('alone1')).toHaveLength(1);
  });

  it('says so when the synchronization could not be queued', async () => {
    await fleet.setFault('alone1', { fault: { kind: 'no-task-queue' } });
    const page = await open(ACTIVATE, form('alone2', { synczones: 'on' }));
    expect(page.texts('div.warningmsg')).toEqual([
      'Something went wrong while queuing the Synczones task. Please check the cPanel error log.',
    ]);
    expect(page.text('#activateNameserverSucceeded')).not.toContain('Queued task');
    expect(server('alone1').tasks).not.toContain('synczones');
    expect(entry('alone1', 'alone2')?.role).toBe('sync');
  });

  it.each([
    [{ pass: 'WRONG' }, /^The remote server did not accept the authentication information.*401/],
    [{ pass: '' }, /^No API token given$/],
    [{ user: '' }, /^No user given$/],
    [{ host: '' }, /^No host given$/],
    [{ host: 'nowhere.example' }, /^DNS Lookup Failed for nowhere\.example$/],
    [{ dnsrole: 'master' }, /^Invalid dns role \(master\) chosen$/],
    [{ user: 'ro ot' }, /^Invalid user given$/],
    [{ pass: 'a b!' }, /^Invalid API token given$/],
    [
      { host: '192.0.2.77' },
      /^There was an error while processing your request: cPanel::PublicAPI returned \[Could not connect to https:\/\/192\.0\.2\.77:2087\/scripts2\/showversion: Could not connect to '192\.0\.2\.77:2087': .+\]$/,
    ],
  ])('hides the reason for %j', async (more, text) => {
    expectFailed(await open(ACTIVATE, form('alone2', more)));
    expect(await reason()).toMatch(text);
    expect(server('alone1').cluster.members.size).toBe(0);
  });

  it('refuses an entry for itself', async () => {
    expectFailed(await open(ACTIVATE, form('alone1')));
    expect(await reason()).toBe(
      `The specified IP address would create a cyclic trust relationship: ${addressOf('alone1')}`,
    );
  });

  it('takes an access key without its first and last line', async () => {
    const token = known('alone2');
    const pass = `-----BEGIN WHM ACCESS KEY-----\n${token.slice(0, 16)}\n${token.slice(16)}\n-----END WHM ACCESS KEY-----`;
    await open(ACTIVATE, form('alone2', { pass }));
    expect(entry('alone1', 'alone2')?.token).toBe(token);
  });

  it('names a missing parameter and an unknown module', async () => {
    const { dnsrole: _left, ...without } = form('alone2');
    expect((await open(ACTIVATE, without)).text('.errormsg h3')).toBe('The required parameter “dnsrole” is not set.');
    expect((await open(ACTIVATE, form('alone2', { module: 'Nope' }))).text('.errormsg h3')).toBe(
      'Invalid Module requested: Nope',
    );
  });

  it('runs the role step for the remote user too', async () => {
    const { tokens } = server('alone2');
    tokens.set('x', {
      name: 'x',
      token: 'X'.repeat(32),
      user: 'hostco',
      acls: null,
      createTime: 0,
      expiresAt: null,
      whitelistAddresses: null,
    });
    const asReseller = { user: 'hostco', pass: 'X'.repeat(32) };
    const noticed = await open(ACTIVATE, form('alone2', asReseller));
    expect(noticed.text('.warningmsg')).toBe(
      `No such cluster member '${addressOf('alone2')}' configured for user 'hostco'.`,
    );
    expect(entry('alone1', 'alone2')).toMatchObject({ role: 'sync', user: 'hostco' });
    await open('/cgi/remclusterserver.cgi', { server: addressOf('alone2') });
    expectFailed(await open(ACTIVATE, form('alone2', { ...asReseller, synczones: 'on' })));
    expect(await reason()).toMatch(/not present in Peer List \(.*\)! {2}Cannot sync zones\.$/);
    // Written all the same, and in no list, as it has no role.
    expect(entry('alone1', 'alone2')?.role).toBeNull();
  });

  it('fills the trusted addresses from the new member', async () => {
    await open(ACTIVATE, form('alone2'));
    await fleet.awaitEvent(
      (event) => event.kind === 'task-finished' && event.task === 'refresh_dnsmaster',
      5000,
      cursor,
    );
    expect(server('alone1').trustedAddresses.dnsmaster).toEqual([addressOf('alone2')]);
  });

  it('adds SoftLayer and VPS.NET under the name of their file', async () => {
    const other = { cluster_user: 'root', user: 'SL1', apikey: 'abc123', dnsrole: 'write-only' };
    const page = await open(ACTIVATE, { ...other, module: 'SoftLayer', ns_config: 'ensure' });
    expect(page.text('#activateNameserverSucceeded')).toContain('The new role for softlayer is write-only.');
    expect(server('alone1').cluster.members.get('softlayer')).toMatchObject({ module: 'SoftLayer', user: 'SL1' });
    const edit = await open('/cgi/configure_remote_nameserver.cgi?module=SoftLayer&server=softlayer');
    expect(edit.text('#ns_config option[selected]')).toBe('ensure');
    await open(ACTIVATE, { ...other, module: 'VPSNET' });
    expect([...server('alone1').cluster.members.keys()]).toEqual(['softlayer', 'vpsnet']);
    expect((await open('/scripts7/clusterstatus')).text('[id="vpsnet_row"] .hostname')).toBe('unknown');
    const failed = await open(ACTIVATE, { ...other, module: 'SoftLayer', apikey: '' });
    expect(failed.text('#activateNameserverFailed')).toBe('Failed to set up DNS cluster for module “SoftLayer”.');
  });

  it('speaks German in the same structure', async () => {
    const page = await (await bySession(fleet, 'alone2', 'root', 'de'))(ACTIVATE, form('alone1'));
    expect(page.text('div#activateNameserverSucceeded.okmsg')).toContain('Das Vertrauensverhältnis wurde hergestellt.');
  });
});

describe('a language of its own', () => {
  it('of root on the other side is not understood by the stock set-up, which takes the success for a failure', async () => {
    server('alone2').users.set('root', { acls: null, locale: 'de' });
    server('alone2').tokenPages = 'accepted';
    const page = await byToken(fleet, 'alone1')(ACTIVATE, form('alone2'));
    expect(page.texts('div.warningmsg')[0]).toMatch(/^The reverse trust relationship could not be established/);
    expect(entry('alone2', 'alone1')).toMatchObject({ role: 'standalone' });
    const status = await byToken(fleet, 'alone2')('/scripts7/clusterstatus');
    expect(status.text('.clusteringstatus')).toBe('DNS-Clustering ist aktiviert.');
    const forced = await (await bySession(fleet, 'alone2'))('/scripts7/clusterstatus');
    expect(forced.text('.clusteringstatus')).toBe('DNS clustering is enabled.');
  });
});

describe('trustclustermaster', () => {
  const ask = (open: Opener, more: Form = {}): Promise<Page> =>
    open(TRUST, {
      user: 'root',
      clustermaster: addressOf('alone1'),
      pass: known('alone1'),
      version: '11.134.0.17',
      recurse: '0',
      cluster_user: 'root',
      ...more,
    });

  it('is open to a token that can only cluster, whatever the policy', async () => {
    expect(server('ns3').tokenPages).toBe('refused');
    server('ns3').tokens.set('c', {
      name: 'c',
      token: 'C'.repeat(32),
      user: 'root',
      acls: ['clustering'],
      createTime: 0,
      expiresAt: null,
      whitelistAddresses: null,
    });
    const page = await ask(byToken(fleet, 'ns3', 'root', 'c'));
    expect(page.text('div#trustRelationshipFailed.okmsg')).toBe(
      'The trust relationship has been established from the remote server to this server.',
    );
    expect(entry('ns3', 'alone1')).toMatchObject({ role: 'standalone', user: 'root', host: addressOf('alone1') });
    const called = fleet.events(cursor).events.find((event) => event.kind === 'request' && event.server === 'alone1');
    expect(called).toMatchObject({ path: '/scripts2/showversion', from: 'ns3', status: 200 });
  });

  it('makes an existing member standalone', async () => {
    const web = server('web1');
    const ns2 = entry('web1', 'ns2');
    expect(ns2?.role).toBe('sync');
    await ask(byToken(fleet, 'web1'), { clustermaster: addressOf('ns2'), pass: known('ns2') });
    expect(web.cluster.members.get(addressOf('ns2'))?.role).toBe('standalone');
  });

  it.each([
    [{ clustermaster: 'nobody.example' }, 'Dns Lookup Failed for nobody.example'],
    [{ user: '' }, 'Invalid user given'],
    [{ pass: 'a-b' }, 'Invalid access hash given'],
    [{ pass: 'WRONG' }, /^The remote server did not accept the access hash\. {2}Please verify .*401/],
    [
      { clustermaster: '192.0.2.9' },
      /^There was an error while processing your request: Cpanel::Accounting returned \[Could not connect to https:\/\/192\.0\.2\.9:2087\/scripts2\/showversion: /,
    ],
  ])('refuses %j', async (more, text) => {
    const page = await ask(byToken(fleet, 'ns1'), more);
    expect(page.text('div#trustRelationshipFailed.errormsg')).toMatch(text);
    expect(server('ns1').cluster.members.size).toBe(0);
  });

  it('refuses its own address', async () => {
    const page = await ask(byToken(fleet, 'ns1'), { clustermaster: addressOf('ns1'), pass: known('ns1') });
    expect(page.text('div#trustRelationshipFailed.errormsg')).toBe(
      `The specified IP address would create a cyclic trust relationship: ${addressOf('ns1')}.`,
    );
  });
});

describe('behind NAT', () => {
  it.each([false, true])(
    'fails to set up the way back, since the private address is sent (one address: %s)',
    async (oneAddress) => {
      const nat = await startFleet({ scenario: 'nat', oneAddress });
      try {
        const ns2 = nat.servers.get('ns2');
        const page = await byToken(nat, 'web3')(ACTIVATE, {
        cluster_user: 'root', module: 'cPanel', host: 'ns2.nat.example', user: 'root', pass: nat.tokens().tokens['ns2'] ?? '', dnsrole: 'sync', recurse: 'on',
      }); // prettier-ignore
        expect(page.one('#activateNameserverSucceeded')).not.toBeNull();
        expect(page.all('.warningmsg')).toHaveLength(2);
        await nat.pollMember('web3', ns2?.address ?? '');
        await nat.pollMember('web1', ns2?.address ?? '');
        const trust = (id: string) =>
          nat.servers.get(id)?.cluster.members.get(ns2?.address ?? '')?.state?.hasReverseTrust;
        expect(trust('web3')).toBe('0');
        expect(trust('web1')).toBe('1');
      } finally {
        await nat.close();
      }
    },
  );
});
