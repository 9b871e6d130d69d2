import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { grep } from '#simulator/command-stream/grep.ts';
import { virtualFiles } from '#simulator/command-stream/virtual-files.ts';
import { type Fleet, startFleet } from '#simulator/index.ts';
import type { ServerState } from '#simulator/model.ts';
import { bySession, byToken, type Opener } from '#simulator/clients/page-client.ts';

const STATUS = '/scripts7/clusterstatus';
const ROLE = '/cgi/changeclusterdns.cgi';

let fleet: Fleet;
beforeEach(async () => {
  fleet = await startFleet({ scenario: 'resellers' });
});
afterEach(() => fleet.close());

function server(id: string): ServerState {
  const found = fleet.servers.get(id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

const addressOf = (id: string): string => server(id).address;
const row = (id: string): string => `[id="${addressOf(id)}_row"]`;
const own = (user: string, id = 'web1') => server(id).cluster.resellers.get(user);
const zonesOf = (user: string): string[] =>
  [...server('web1').zoneOwners].filter(([, owner]) => owner === user).map(([zone]) => zone);

describe.each([
  ['by token', 'web1', (user: string) => Promise.resolve(byToken(fleet, 'web1', user))],
  ['in a session', 'web2', (user: string) => bySession(fleet, 'web2', user)],
])('a reseller, %s', (_how, id, opener) => {
  let agency: Opener;
  let hostco: Opener;
  beforeEach(async () => {
    [agency, hostco] = await Promise.all([opener('agency'), opener('hostco')]);
  });

  it("with unique clustering sees his own rows, which he can edit, then root's", async () => {
    const page = await agency(STATUS);
    expect(page.texts('#sltbl .host')).toEqual([addressOf('ns2'), addressOf('ns3'), addressOf('ns1')]);
    expect(page.attribute(`${row('ns2')} .role option[selected]`, 'value')).toBe('sync');
    expect(page.text(`${row('ns1')} .action`)).toBe('This server is inherited.');
    expect(page.attribute('#toggle_clustering_submit', 'value')).toBe('');
    expect(page.text('#toggle_clustering_submit')).toBe('Disable unique DNS clustering for accounts owned by agency');
    expect(page.one('#cluster_opts_form')).toBeNull();
    expect(page.one('#cluster_user_form')).toBeNull();
  });

  it('switches unique clustering on and off', async () => {
    expect((await hostco(STATUS)).attribute('#toggle_clustering_submit', 'value')).toBe('1');
    await hostco('/cgi/adjustuniquedns.cgi?clusterdns=1&cluster_user=root');
    expect(own('hostco', id)?.unique).toBe(true);
    await hostco('/cgi/adjustuniquedns.cgi?clusterdns=');
    expect(own('hostco', id)?.unique).toBe(false);
  });

  it("may choose any role where root's is standalone", async () => {
    for (const dnsrole of ['write-only', 'sync', 'standalone']) {
      const page = await agency(ROLE, { server: addressOf('ns2'), dnsrole, cluster_user: 'agency' });
      expect(page.text('div.okmsg')).toBe(`The new role for ${addressOf('ns2')} is ${dnsrole}.`);
      expect(own('agency', id)?.members.get(addressOf('ns2'))?.role).toBe(dnsrole);
    }
    expect(server(id).cluster.members.get(addressOf('ns2'))?.role).toBe('standalone');
  });

  it("is told that his standalone was taken where root's role rules it out, and it was not", async () => {
    await agency(ROLE, { server: addressOf('ns1'), dnsrole: 'write-only' });
    expect(own('agency', id)?.strayRoles.get(addressOf('ns1'))).toBe('write-only');
    const page = await agency(ROLE, { server: addressOf('ns1'), dnsrole: 'standalone' });
    expect(page.one('div.okmsg')).not.toBeNull();
    expect(own('agency', id)?.strayRoles.get(addressOf('ns1'))).toBe('write-only');
    // Root's config file counts for a role of his own.
    expect((await agency(STATUS)).attribute(`${row('ns1')} .role option[selected]`, 'value')).toBe('write-only');
  });

  it('cannot write to a member that root does not have', async () => {
    const page = await agency(ROLE, { server: addressOf('ns3'), dnsrole: 'sync' });
    expect(page.text('div.errormsg')).toContain('the root user must add this server into the cluster');
    expect(own('agency', id)?.members.get(addressOf('ns3'))?.role).toBe('standalone');
  });

  it('cannot choose another cluster user, nor reach the pages of root', async () => {
    await agency(ROLE, { server: addressOf('ns2'), dnsrole: 'write-only', cluster_user: 'root' });
    expect(server(id).cluster.members.get(addressOf('ns2'))?.role).toBe('standalone');
    for (const path of [
      '/cgi/adjustclusterdns.cgi?clusterdns=',
      '/cgi/adjustclusteroptions.cgi',
      '/cgi/enableclusterserver.cgi',
    ]) {
      expect((await agency(path)).text('div.errormsg h3')).toBe('Permission denied');
    }
    for (const path of ['/scripts/makesec', '/scripts6/editremoteipslist']) {
      const page = await agency(path);
      expect([page.status, page.body]).toEqual([
        403,
        expect.stringContaining('You do not have permission to access this page.'),
      ]);
      expect(page.one('form')).toBeNull();
    }
    expect(server(id).cluster.enabled).toBe(true);
  });

  it('with every right sees his own list, as any user who is logged in', async () => {
    const { users } = server(id);
    users.set('agency', { acls: ['all'] });
    const page = await (await opener('agency'))(STATUS);
    expect(page.texts('#sltbl .host')).toEqual([addressOf('ns2'), addressOf('ns3'), addressOf('ns1')]);
    const asRoot = await (await opener('agency'))(`${STATUS}?cluster_user=root`);
    expect(asRoot.texts('#sltbl .host')).toEqual([addressOf('ns2'), addressOf('ns3'), addressOf('ns1')]);
    expect(asRoot.text(`${row('ns2')} .action`)).toBe('This server is inherited.');
    expect(asRoot.one(`${row('ns1')} select[name="dnsrole"]`)).not.toBeNull();
  });

  it('without the ACL has no access', async () => {
    expect((await (await opener('shopkeeper'))(STATUS)).text('div.errormsg h3')).toBe('Permission denied');
  });

  it('adds, edits and removes members of his own only', async () => {
    const form = {
      cluster_user: 'hostco', module: 'cPanel', host: addressOf('ns3'), user: 'root', pass: fleet.tokens().tokens['ns3'] ?? '', dnsrole: 'sync', recurse: '1',
    }; // prettier-ignore
    const refused = await hostco('/cgi/activate_remote_nameservers.cgi', form);
    expect(refused.text('.warningmsg')).toContain('the root user must add this server');
    expect(own('hostco', id)?.members.get(addressOf('ns3'))?.role).toBeNull();
    await hostco('/cgi/activate_remote_nameservers.cgi', { ...form, dnsrole: 'standalone' });
    expect(own('hostco', id)?.members.get(addressOf('ns3'))?.role).toBe('standalone');
    expect(server(id).cluster.members.has(addressOf('ns3'))).toBe(false);
    const shown = await hostco(`/cgi/configure_remote_nameserver.cgi?module=cPanel&server=${addressOf('ns1')}`);
    expect(shown.text('textarea[name=pass]')).toBe('');
    await hostco(`/cgi/remclusterserver.cgi?server=${addressOf('ns1')}`);
    expect(server(id).cluster.members.has(addressOf('ns1'))).toBe(true);
    await hostco(`/cgi/remclusterserver.cgi?server=${addressOf('ns3')}`);
    expect(own('hostco', id)?.members.size).toBe(0);
  });
});

describe('root', () => {
  it("manages as a reseller: writes his files, and sees root's rows without actions", async () => {
    const root = byToken(fleet, 'web1');
    const page = await root(`${STATUS}?cluster_user=agency`);
    expect(page.texts('#sltbl .host')).toEqual([addressOf('ns1'), addressOf('ns2')]);
    expect(page.texts('#sltbl .action')).toEqual(['This server is inherited.', 'This server is inherited.']);
    expect(page.attribute('#toggle_clustering_form', 'action')).toMatch(/adjustuniquedns\.cgi$/);
    await root(ROLE, { server: addressOf('ns2'), dnsrole: 'write-only', cluster_user: 'agency' });
    expect(own('agency')?.members.get(addressOf('ns2'))?.role).toBe('write-only');
  });

  it('gets a copy of a member that he adds for a reseller', async () => {
    await byToken(fleet, 'web1')('/cgi/activate_remote_nameservers.cgi', {
      cluster_user: 'hostco', module: 'cPanel', host: addressOf('ns3'), user: 'root', pass: fleet.tokens().tokens['ns3'] ?? '', dnsrole: 'sync',
    }); // prettier-ignore
    expect(own('hostco')?.members.get(addressOf('ns3'))?.role).toBe('sync');
    expect(server('web1').cluster.members.get(addressOf('ns3'))?.role).toBe('sync');
  });

  it("finds resellers' files by command", () => {
    const found = grep(['-rHsE', 'host=|sync', '/var/cpanel/cluster/agency'], virtualFiles(server('web1')));
    const file = `/var/cpanel/cluster/agency/config/${addressOf('ns2')}`;
    expect(found).toMatchObject({ stdout: expect.stringContaining(`${file}:host=ns2.resellers.example\n`) as string });
    expect(found).toMatchObject({ stdout: expect.stringContaining(`${file}-dnsrole:sync\n`) as string });
    expect(virtualFiles(server('web1')).read('/var/cpanel/cluster/agency/uniquedns')).toBe('');
    expect(virtualFiles(server('web1')).read('/var/cpanel/cluster/hostco/uniquedns')).toBeNull();
  });
});

describe('a zone', () => {
  it("goes to the members of its owner: his own with unique clustering, else root's", async () => {
    const serialAt = (id: string, zone: string) => server(id).zones.get(zone)?.serial;
    const [his = ''] = zonesOf('agency');
    await fleet.changeZone('web1', his);
    expect(serialAt('ns2', his)).toBe(serialAt('web1', his));
    expect(serialAt('ns1', his)).not.toBe(serialAt('web1', his));
    const [ofHostco = ''] = zonesOf('hostco');
    await fleet.changeZone('web1', ofHostco);
    expect(serialAt('ns1', ofHostco)).toBe(serialAt('web1', ofHostco));
    expect(serialAt('ns2', ofHostco)).toBeUndefined();
  });

  it('counts failures by address, whoever has the member', async () => {
    server('web1').cluster.threshold = 2;
    await fleet.stopServer('ns2');
    const [his = ''] = zonesOf('agency');
    for (let at = 0; at < 2; at += 1) await fleet.changeZone('web1', his);
    expect(server('web1').cluster.members.get(addressOf('ns2'))?.down).toBe(true);
    expect(own('agency')?.members.get(addressOf('ns2'))?.down).toBe(true);
    await fleet.startServer('ns2');
    await byToken(fleet, 'web1')(`/cgi/enableclusterserver.cgi?server=${addressOf('ns2')}`);
    expect(own('agency')?.members.get(addressOf('ns2'))?.down).toBe(false);
    await fleet.runQueue('web1');
    expect(server('ns2').zones.get(his)?.serial).toBe(server('web1').zones.get(his)?.serial);
  });
});
