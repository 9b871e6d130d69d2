import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '#simulator/index.ts';
import { bySession, byToken, readPage, type Opener } from '#simulator/clients/page-client.ts';
import { call } from '#simulator/clients/small-fleet.ts';

let fleet: Fleet;
let cursor: number;
/** On web1, by root's token; member is ns1 unless said otherwise. */
let open: Opener;
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 6 });
  ({ cursor } = fleet.events());
  open = byToken(fleet, 'web1');
});
afterEach(() => fleet.close());

const server = (id: string) => {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
};
const addressOf = (id: string): string => server(id).address;
const member = (from: string, to: string) => server(from).cluster.members.get(addressOf(to));
const finished = (task: string) =>
  fleet.awaitEvent((event) => event.kind === 'task-finished' && event.task === task, 5000, cursor);

describe('the switches', () => {
  it('turn clustering off and on', async () => {
    const off = await open('/cgi/adjustclusterdns.cgi?clusterdns=&cluster_user=root');
    expect(off.text('div.okmsg h3')).toBe('Your changes have been saved.');
    expect(off.attribute('#cluster_go_back a', 'href')).toBe('../scripts7/clusterstatus?cluster_user=root');
    expect(server('web1').cluster.enabled).toBe(false);
    expect((await open('/scripts7/clusterstatus')).attribute('#toggle_clustering_submit', 'value')).toBe('1');
    await open('/cgi/adjustclusterdns.cgi?clusterdns=1');
    expect(server('web1').cluster.enabled).toBe(true);
    await open('/cgi/adjustclusterdns.cgi?clusterdns=0');
    expect(server('web1').cluster.enabled).toBe(false);
  });

  it.each([
    [
      { autodisablethreshold_control: 'custom', autodisablethreshold: '25', cluster_failure_notifications: '1' },
      25,
      true,
    ],
    [{ autodisablethreshold_control: 'disabled' }, 0, false],
    [{ autodisablethreshold_control: 'default', autodisablethreshold: '7' }, 10, false],
  ])('set the options %j', async (form, threshold, notifications) => {
    server('web1').cluster.threshold = 3;
    const page = await open(`/cgi/adjustclusteroptions.cgi?${new URLSearchParams(form).toString()}`);
    expect(page.text('div.okmsg h3')).toBe('Your changes have been saved.');
    expect(server('web1').cluster).toMatchObject({ threshold, notifications });
  });

  it.each(['', 'autodisablethreshold_control=custom&autodisablethreshold=-1'])(
    'refuse the options “%s”',
    async (query) => {
      const page = await open(`/cgi/adjustclusteroptions.cgi?${query}`);
      expect(page.text('div.errormsg h3')).toBe('Missing failure threshold setting.');
      expect(server('web1').cluster.threshold).toBe(10);
    },
  );
});

describe('a member', () => {
  it('is removed with its role, and nothing else goes', async () => {
    const ns1 = member('web1', 'ns1');
    if (ns1 !== undefined) Object.assign(ns1, { down: true, results: '10000' });
    const page = await open(`/cgi/remclusterserver.cgi?server=${addressOf('ns1')}&cluster_user=root`);
    expect(page.text('div.okmsg h3')).toBe('Server removed from cluster.');
    expect(member('web1', 'ns1')).toBeUndefined();
    expect([...server('ns1').tokens.keys()]).toContain('cluster_web1');
    await open('/cgi/activate_remote_nameservers.cgi', {
      cluster_user: 'root', module: 'cPanel', dnsrole: 'sync', host: addressOf('ns1'), user: 'root', pass: 'X',
    }); // prettier-ignore
    expect(member('web1', 'ns1')).toMatchObject({ down: true, results: '10000', state: null });
  });

  it('that does not exist is removed as well, by the words; one must be named', async () => {
    expect((await open('/cgi/remclusterserver.cgi?server=192.0.2.1')).one('div.okmsg')).not.toBeNull();
    expect((await open('/cgi/remclusterserver.cgi')).text('div.errormsg h3')).toBe('Server Not Specified');
    expect(server('web1').cluster.members.size).toBe(2);
  });

  it('is put back to use, its state is asked for, and the queue serves it', async () => {
    server('web1').cluster.threshold = 2;
    await fleet.stopServer('ns1');
    const zone = [...server('web1').zones.keys()][0] ?? '';
    for (let at = 0; at < 2; at += 1) await fleet.changeZone('web1', zone);
    expect(member('web1', 'ns1')?.down).toBe(true);
    const row = `[id="${addressOf('ns1')}_row"]`;
    const shown = await open('/scripts7/clusterstatus');
    expect(shown.attribute(`${row} .serverstatus img`, 'title')).toBe('Server Disabled');
    const link = shown.attribute(`${row} .serverstatus a`, 'href')?.replace('..', '') ?? '';
    expect(link).toContain('/cgi/enableclusterserver.cgi?server=');
    await fleet.startServer('ns1');
    const page = await open(link);
    expect(page.text('div.okmsg h3')).toBe(`${addressOf('ns1')} is now enabled.`);
    expect(member('web1', 'ns1')).toMatchObject({ down: false, results: '1', state: { error: null } });
    await fleet.runQueue('web1');
    expect(server('ns1').zones.get(zone)?.serial).toBe(server('web1').zones.get(zone)?.serial);
    expect(server('web1').cluster.queue).toHaveLength(0);
  });

  it('keeps its role and stays disabled where its files cannot be written', async () => {
    const address = addressOf('ns1');
    const entry = server('web1').cluster.members.get(address);
    if (entry === undefined) throw new Error('web1 has no member ns1');
    Object.assign(entry, { down: true, results: '000' });
    await fleet.setFault('web1', { fault: { kind: 'no-member-files' } });
    const role = await open('/cgi/changeclusterdns.cgi', {
      server: address,
      dnsrole: 'standalone',
      cluster_user: 'root',
    });
    expect(role.text('div.errormsg')).toBe('Failed to save changes: No space left on device');
    const enabled = await open(`/cgi/enableclusterserver.cgi?server=${address}`);
    expect(enabled.text('div.errormsg h3')).toBe(
      `Could not open /var/cpanel/clusterqueue/status/${address} for writing.`,
    );
    expect(server('web1').cluster.members.get(address)).toMatchObject({ down: true, results: '000' });
    expect(server('web1').cluster.members.get(address)?.role).not.toBe('standalone');
  });

  it('cannot be put back to use when it is none', async () => {
    for (const address of ['192.0.2.1', '']) {
      const page = await open(`/cgi/enableclusterserver.cgi?server=${address}`);
      const words = `${address} does not appear to be configured as a member of the cluster.`.trim();
      expect(page.text('div.errormsg h3')).toBe(words);
    }
  });

  it('has its nameserver restarted, monitored and changed by its own API', async () => {
    const ns1 = server('ns1');
    Object.assign(ns1, { namedRunning: false, namedMonitored: false, nameserver: 'bind' });
    const query = `?server=${addressOf('ns1')}&cluster_user=root`;
    expect((await open(`/scripts7/monitorclustermember${query}`)).one('div.okmsg')).not.toBeNull();
    expect(ns1.namedMonitored).toBe(true);
    expect((await open(`/scripts7/restartclustermember${query}`)).one('div.okmsg')).not.toBeNull();
    expect(ns1.namedRunning).toBe(false);
    await finished('restartsrv named');
    expect(ns1.namedRunning).toBe(true);
    expect((await open(`/scripts7/upgradeclustermember${query}`)).one('div.okmsg')).not.toBeNull();
    expect(ns1.nameserver).toBe('bind');
    expect(fleet.state().servers['ns1']?.tasks).toEqual(['setupnameserver powerdns']);
    await finished('setupnameserver powerdns');
    expect(ns1).toMatchObject({ nameserver: 'powerdns', nameserverVersion: '4.9.5' });
    await fleet.stopServer('ns1');
    expect((await open(`/scripts7/upgradeclustermember${query}`)).one('div.errormsg')).not.toBeNull();
    expect((await open('/scripts7/upgradeclustermember')).text('div.errormsg h3')).toBe('Server Not Specified');
  });
});

describe('rights', () => {
  it('root pages are closed to a token that can only cluster', async () => {
    const [first] = server('web1').tokens.values();
    if (first !== undefined)
      server('web1').tokens.set('few', { ...first, name: 'few', token: 'F'.repeat(32), acls: ['clustering'] });
    const few = byToken(fleet, 'web1', 'root', 'few');
    for (const path of ['/cgi/adjustclusterdns.cgi?clusterdns=', '/cgi/enableclusterserver.cgi?server=x']) {
      const page = await few(path);
      expect(page.status).toBe(200);
      expect(page.text('div.errormsg h3')).toBe('Permission denied');
    }
    // A token gets no page but a code and words where WHM itself says no (`whm-protocol 1.2`, `1.7`).
    const shut = await few('/scripts/makesec');
    expect([shut.status, shut.body]).toEqual([403, 'You do not have permission to access this page.\n']);
    expect(server('web1').cluster.enabled).toBe(true);
    expect((await few(`/cgi/remclusterserver.cgi?server=${addressOf('ns1')}`)).one('div.okmsg')).not.toBeNull();
  });

  it('refused tokens get a code and plain text, sessions the page, expired sessions the login page', async () => {
    const refused = await byToken(fleet, 'alone2')('/cgi/adjustclusterdns.cgi?clusterdns=');
    expect(refused.status).toBe(403);
    const session = await bySession(fleet, 'alone2');
    expect((await session('/cgi/adjustclusterdns.cgi?clusterdns=')).one('div.okmsg')).not.toBeNull();
    fleet.expireSessions('alone2');
    const late = await session('/cgi/adjustclusterdns.cgi?clusterdns=1');
    expect(late.status).toBe(401);
    expect(late.text('#login-status')).toBe('Your session has expired. Please log in again.');
    expect(server('alone2').cluster.enabled).toBe(false);
  });

  it('speaks the language of the session', async () => {
    const german = await bySession(fleet, 'alone2', 'root', 'de');
    expect((await german('/cgi/adjustclusterdns.cgi?clusterdns=1')).text('div.okmsg h3')).toBe(
      'Ihre Änderungen wurden gespeichert.',
    );
    expect((await german('/cgi/remclusterserver.cgi')).text('div.errormsg h3')).toBe('Kein Server angegeben');
  });
});

describe('remote service addresses', () => {
  it('are shown and replaced, all or none', async () => {
    const path = '/scripts6/editremoteipslist';
    server('web1').trustedAddresses.remotedns.push('192.0.2.1');
    expect((await open(path)).text('textarea#remotedns')).toBe('192.0.2.1');
    await open(path, { remotedns: '192.0.2.1\r\n192.0.2.2\r\n\r\n192.0.2.2' });
    expect(server('web1').trustedAddresses.remotedns).toEqual(['192.0.2.1', '192.0.2.2']);
    const page = await open(path, { remotedns: '192.0.2.3\nrm -rf' });
    expect(page.text('div.errormsg h3')).toBe('“rm -rf” is not an IP address.');
    expect(server('web1').trustedAddresses.remotedns).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('are two lists of one form, of which one that is not sent is emptied', async () => {
    const path = '/scripts6/editremoteipslist';
    await open(path, { remotedns: '192.0.2.1', remotemail: '192.0.2.7\n192.0.2.8' });
    expect((await open(path)).text('textarea#remotemail')).toBe('192.0.2.7\n192.0.2.8');
    const page = await open(path, { remotedns: '192.0.2.2', remotemail: '192.0.2.7;' });
    expect(page.text('div.errormsg h3')).toBe('“192.0.2.7;” is not an IP address.');
    expect(server('web1').trustedAddresses).toMatchObject({ remotedns: ['192.0.2.1'], remotemail: ['192.0.2.7', '192.0.2.8'] }); // prettier-ignore
    await open(path, { remotedns: '192.0.2.2' });
    expect(server('web1').trustedAddresses).toMatchObject({ remotedns: ['192.0.2.2'], remotemail: [] });
  });
});

describe('the warnings of Synchronize DNS Records', () => {
  it('name the members of each kind', async () => {
    const member = (of: string) => server('web1').cluster.members.get(addressOf(of));
    const [ns1, ns2] = [member('ns1'), member('ns2')];
    if (ns1 === undefined || ns2?.state == null) throw new Error('no such members');
    ns1.down = true;
    ns2.state = { ...ns2.state, nameserver: 'bind' };
    server('web1').zoneTraps.add(ns2.address);
    const page = await open('/scripts/makesec');
    expect(page.texts('#disabled_peers.warningmsg li')).toEqual([ns1.host]);
    expect(page.texts('#peers_without_dnssec.warningmsg li')).toEqual([ns2.host]);
    expect(page.texts('#peer_zonetrap.warningmsg li')).toEqual([ns2.host]);
    expect(page.one('#dead_peers')).toBeNull();
  });
});

describe('the fault ignore-writes', () => {
  it('says success while nothing changes anywhere', async () => {
    await fleet.setFault('web1', { fault: { kind: 'ignore-writes' } });
    await fleet.setFault('alone1', { fault: { kind: 'ignore-writes' } });
    const before = fleet.state().servers;
    const role = { server: addressOf('ns1'), dnsrole: 'write-only', cluster_user: 'root' };
    expect((await open('/cgi/changeclusterdns.cgi', role)).text('div.okmsg')).toContain('The new role for');
    expect((await open('/cgi/adjustclusterdns.cgi?clusterdns=')).one('div.okmsg')).not.toBeNull();
    expect((await open(`/cgi/remclusterserver.cgi?server=${addressOf('ns1')}`)).one('div.okmsg')).not.toBeNull();
    const added = await byToken(fleet, 'alone1')('/cgi/activate_remote_nameservers.cgi', {
      cluster_user: 'root', module: 'cPanel', dnsrole: 'sync', host: addressOf('alone2'), user: 'root', recurse: 'on', synczones: 'on',
      pass: fleet.tokens().tokens['alone2'] ?? '',
    }); // prettier-ignore
    expect(added.text('#activateNameserverSucceeded')).toContain('reverse trust relationship has been established');
    await new Promise((resolve) => setTimeout(resolve, 600));
    const after = fleet.state().servers;
    const plain = ({ cluster, tokens, zones }: (typeof after)[string]) => ({ cluster, tokens, zones });
    for (const id of ['web1', 'alone1', 'alone2']) {
      expect(plain(after[id] as never)).toEqual(plain(before[id] as never));
    }
    expect((await open('/scripts7/clusterstatus')).all('#sltbl tbody tr')).toHaveLength(2);
    await fleet.clearFaults();
    await open('/cgi/changeclusterdns.cgi', role);
    expect(member('web1', 'ns1')?.role).toBe('write-only');
  });

  it('is about the API where the rule names a function', async () => {
    const revoke = `/json-api/api_token_revoke?api.version=1&token_name=cluster_x`;
    const [first] = server('web1').tokens.values();
    if (first !== undefined)
      server('web1').tokens.set('cluster_x', { ...first, name: 'cluster_x', token: 'Y'.repeat(32) });
    await fleet.setFault('web1', { fault: { kind: 'ignore-writes' }, path: '/json-api/api_token_revoke', times: 1 });
    const authorization = `whm root:${fleet.tokens().tokens['web1'] ?? ''}`;
    for (const left of [true, false]) {
      expect((await call(fleet, 'web1', revoke, { authorization })).body).toContain('"result":1');
      expect(server('web1').tokens.has('cluster_x')).toBe(left);
    }
  });
});

describe('the number of requests of ignore-writes', () => {
  it('counts those that write', async () => {
    await fleet.setFault('web1', { fault: { kind: 'ignore-writes' }, times: 1 });
    await open('/scripts7/clusterstatus');
    for (const enabled of [true, false]) {
      await open('/cgi/adjustclusterdns.cgi?clusterdns=');
      expect(server('web1').cluster.enabled).toBe(enabled);
    }
  });
});

describe('the fault foreign-page', () => {
  it('shows the page in a structure that nobody knows', async () => {
    await fleet.setFault('web1', { fault: { kind: 'foreign-page' } });
    const page = readPage(await open('/scripts7/clusterstatus'));
    expect(page.status).toBe(200);
    expect(page.body).toContain('ns1.pairs.example');
    for (const known of ['#sltbl', '#toggle_clustering_submit', 'table', 'form', '[name]', '.okmsg']) {
      expect(page.one(known)).toBeNull();
    }
    const authorization = `whm root:${fleet.tokens().tokens['web1'] ?? ''}`;
    const api = await call(fleet, 'web1', '/json-api/version?api.version=1', { authorization });
    expect(JSON.parse(api.body)).toMatchObject({ data: { version: '11.134.0.17' } });
  });
});
