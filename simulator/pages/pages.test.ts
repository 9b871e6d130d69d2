import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { selectAll, selectOne } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import { getAttributeValue, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { FleetEvent, MemberEntry, MemberPoll, ServerState } from '#simulator/model.ts';
import type { Caller, FleetContext } from '#simulator/seams.ts';
import { buildScenario } from '#simulator/scenario/index.ts';
import { pageRoutes } from './index.ts';
import { statusOf } from './member-status.ts';
import { wordsOf } from './words.ts';

const ROOT: Caller = { user: 'root', acls: null, via: 'session', tokenName: null, locale: 'en' };
const RESELLER: Caller = { ...ROOT, user: 'hostco', acls: new Set(['clustering']) };
const directory = mkdtempSync(`${tmpdir()}/nameward-pages-`);
afterAll(() => {
  rmSync(directory, { recursive: true });
});

let servers: ReadonlyMap<string, ServerState>;
let events: FleetEvent[];
let scheduled: string[];
let polled: string[];

beforeEach(() => {
  const now = Date.now();
  const plan = buildScenario({
    name: 'default',
    servers: null,
    seed: 1,
    now,
    addressOf: (index) => `127.0.20.${String(index + 1)}`,
    directory,
  });
  servers = new Map(plan.servers.map((server) => [server.id, server]));
  events = [];
  scheduled = [];
  polled = [];
});

/** A world in which every peer answers GETPATH. */
function world(): FleetContext {
  return {
    now: () => Date.now(),
    emit: (event: FleetEvent) => void events.push(event),
    callPeer: () => Promise.resolve({ status: 200, body: 'ns1.example.net far.example.net\n' }),
    cluster: {
      schedulePoll: (_server: ServerState, address: string, delay: number) =>
        void scheduled.push(`${address} ${String(delay)}`),
      pollMember: (server: ServerState, address: string) => {
        polled.push(address);
        const entry = server.cluster.members.get(address);
        if (entry !== undefined) entry.state = poll({});
        return Promise.resolve(poll({}));
      },
    },
  } as unknown as FleetContext;
}

async function open(id: string, path: string, params: Record<string, string> = {}, caller: Caller = ROOT) {
  const route = pageRoutes.get(path);
  const server = servers.get(id);
  if (route === undefined || server === undefined) throw new Error('no such page or server');
  const answer = await route.handler(
    { method: 'GET', path, params: new URLSearchParams(params), headers: {}, caller, host: 'x', address: '192.0.2.7' },
    server,
    world(),
  );
  expect(answer).toMatchObject({ status: 200, contentType: expect.stringContaining('text/html') as string });
  const document = parseDocument(String(answer.body));
  const one = (selector: string): Element | null => selectOne<AnyNode, Element>(selector, document);
  const all = (selector: string): Element[] => selectAll<AnyNode, Element>(selector, document);
  const text = (selector: string): string | null => {
    const found = one(selector);
    return found === null ? null : textContent(found).trim();
  };
  const attribute = (selector: string, name: string): string | undefined => {
    const found = one(selector);
    return found === null ? undefined : getAttributeValue(found, name);
  };
  return { server, one, all, text, attribute };
}

function poll(changed: Partial<MemberPoll>): MemberPoll {
  return {
    at: Math.floor(Date.now() / 1000),
    error: null,
    version: '11.134.0.17',
    nameserver: 'powerdns',
    nameserverVersion: '4.9.5',
    namedRunning: true,
    namedMonitored: true,
    hasGoodPrivileges: true,
    hasReverseTrust: '1',
    ...changed,
  };
}

const STATUS = '/scripts7/clusterstatus';
const ROLE = '/cgi/changeclusterdns.cgi';
const CONFIGURE = '/cgi/configure_remote_nameserver.cgi';

describe('clusterstatus', () => {
  it('lists the members by id and class', async () => {
    const page = await open('web1', STATUS);
    const [address = ''] = page.server.cluster.members.keys();
    const row = `#sltbl tr[id="${address}_row"]`;
    expect(page.all('#sltbl tbody tr')).toHaveLength(2);
    expect(page.text(`${row} .hostname`)).toBe('ns1.example.net');
    expect(page.text(`${row} .host`)).toBe(address);
    expect(page.text(`${row} .user`)).toBe('root');
    expect(page.text(`${row} .module`)).toBe('cPanel');
    expect(page.text(`${row} .dnsserver`)).toBe('powerdns');
    expect(page.attribute(`${row} .role select[name=dnsrole] option[selected]`, 'value')).toBe('sync');
    expect(page.attribute(`${row} .role form`, 'action')).toMatch(/changeclusterdns\.cgi$/);
    expect(page.attribute(`${row} .serverstatus > img:last-child`, 'title')).toBe('Server Warning');
    expect(page.attribute('#toggle_clustering_submit', 'value')).toBe('');
    expect(page.attribute('#toggle_clustering_form', 'action')).toMatch(/adjustclusterdns\.cgi$/);
    expect(page.attribute('#cluster_opts_form #cluster_opts_adt_default', 'checked')).toBe('checked');
    expect(page.attribute('#notify', 'checked')).toBe('checked');
    expect(page.attribute('#mainform', 'action')).toMatch(/configure_remote_nameserver\.cgi$/);
    expect(page.text('#dns_tree ul ul li')).toBe('far.example.net');
    expect(events.some((event) => event.kind === 'log-written' && event.line === 'GETPATH for ns1.example.net: ns1.example.net far.example.net')).toBe(true); // prettier-ignore
  });

  it('has the same ids, classes and values in German, and other words', async () => {
    const page = await open('web1', STATUS, {}, { ...ROOT, locale: 'de' });
    expect(page.text('.clusteringstatus')).toBe('DNS-Clustering ist aktiviert.');
    expect(page.attribute('#sltbl .role option[selected]', 'value')).toBe('sync');
    expect(page.text('#sltbl .role option[selected]')).toBe('Synchronisieren');
    expect(page.attribute('#sltbl .serverstatus img', 'title')).toBe('Serverwarnung');
  });

  it('shows cached states and has them refreshed after 5 s; states over a day old are asked for at once', async () => {
    const { server } = await open('web1', STATUS);
    expect(polled).toEqual([]);
    expect(scheduled).toEqual([...server.cluster.members.keys()].map((address) => `${address} 5000`));
    const [entry] = server.cluster.members.values();
    if (entry !== undefined) entry.state = poll({ at: Math.floor(Date.now() / 1000) - 25 * 3600 });
    await open('web1', STATUS);
    expect(polled).toEqual([entry?.address]);
  });

  it('shows a SoftLayer member, and "unknown" where host= is the file name', async () => {
    const page = await open('web8', STATUS);
    expect(page.text('[id="softlayer_row"] .module')).toBe('SoftLayer');
    expect(page.text('[id="softlayer_row"] .hostname')).toBe('unknown');
  });

  it('leaves out members without a role file, and ends where a role file has no member', async () => {
    const { server } = await open('web1', STATUS);
    const [entry] = server.cluster.members.values();
    if (entry !== undefined) entry.role = null;
    expect((await open('web1', STATUS)).all('#sltbl tbody tr')).toHaveLength(1);
    server.cluster.strayRoles.set('192.0.2.1', 'standalone');
    const page = await open('web1', STATUS);
    expect(page.text('.errormsg h3')).toBe("No such cluster member '192.0.2.1' configured for user 'root'.");
    expect(page.one('#sltbl')).toBeNull();
  });

  it('shows an empty cluster without a table, and clustering that is off by the value 1', async () => {
    const page = await open('ns1', STATUS);
    expect(page.one('#sltbl')).toBeNull();
    expect(page.all('h3').map((heading) => textContent(heading))).toContain(
      'There are currently no servers in your DNS cluster.',
    );
    page.server.cluster.enabled = false;
    const off = await open('ns1', STATUS);
    expect(off.attribute('#toggle_clustering_submit', 'value')).toBe('1');
    expect(off.one('#cluster_opts_form')).toBeNull();
  });

  it("shows resellers root's members as inherited", async () => {
    const page = await open('web1', STATUS, { cluster_user: 'root' }, RESELLER);
    expect(page.text('#sltbl .action')).toBe('This server is inherited.');
    // The word of the role file, as it is.
    expect(page.text('#sltbl .role')).toBe('sync');
    expect(page.one('#sltbl select')).toBeNull();
    expect(page.attribute('#toggle_clustering_form', 'action')).toMatch(/adjustuniquedns\.cgi$/);
    page.server.cluster.enabled = false;
    const off = await open('web1', STATUS, {}, RESELLER);
    expect(off.text('.errormsg')).toBe(
      'DNS clustering is not enabled on this system. Please contact your administrator to enable it.',
    );
  });

  it('takes support tickets for root and refuses strangers', async () => {
    expect((await open('web1', STATUS, { cluster_user: 'cp12345678ticket' })).all('#sltbl select')).toHaveLength(2);
    expect((await open('web1', STATUS, { cluster_user: '<b>' })).text('.errormsg h3')).toBe(
      '<b> is not a valid username.',
    );
  });

  it('offers other back ends only when the company check is skipped', async () => {
    expect((await open('web1', STATUS)).all('#module option')).toHaveLength(1);
    expect((await open('web1', STATUS, { skip_companyid_check: '1' })).all('#module option')).toHaveLength(3);
  });
});

describe('the status of a member', () => {
  const entry = { down: false, role: 'sync' } as MemberEntry;
  const of = (
    changed: Partial<MemberPoll>,
    more: Partial<MemberEntry> = {},
    own: ServerState['nameserver'] = 'powerdns',
  ) => statusOf({ ...entry, ...more }, poll(changed), own, wordsOf('en'));

  it('is decided in the order of the template', () => {
    expect(of({ error: 'x' }, { down: true })).toMatchObject({
      text: 'Disabled due to connection failures.',
      image: 'disabled',
    });
    expect(of({ error: 'x', hasGoodPrivileges: false })).toMatchObject({ text: 'Could not communicate with remote API server.', image: 'error' }); // prettier-ignore
    expect(of({ version: '11.82.0.1', hasGoodPrivileges: false })).toMatchObject({ text: 'Requires cPanel update to support DNSSEC.' }); // prettier-ignore
    expect(of({ version: '11.82.0.1' }, {}, 'bind')).toMatchObject({ text: '11.82.0.1', image: 'active' });
    expect(of({ hasGoodPrivileges: false, namedRunning: false })).toMatchObject({ text: 'API key used has insufficient ACLs. The clustering ACL is required.' }); // prettier-ignore
    expect(of({ namedRunning: false, nameserver: 'bind' })).toMatchObject({ text: 'DNS server may be down.' });
    expect(of({ namedRunning: null, namedMonitored: false })).toMatchObject({ text: 'The DNS server’s status is unknown because the service isn’t monitored.' }); // prettier-ignore
    expect(of({ namedRunning: null, nameserver: 'disabled' }, {}, 'bind')).toMatchObject({ image: 'active' });
    expect(of({ hasReverseTrust: '0' })).toMatchObject({ image: 'warning' });
    expect(of({ hasReverseTrust: '0' }, { role: 'write-only' })).toMatchObject({
      text: '11.134.0.17',
      image: 'active',
    });
    expect(of({ hasReverseTrust: null })).toMatchObject({ text: '11.134.0.17', image: 'active' });
  });

  it('is empty, without an image, for BIND peers of versions that a decimal comparison takes for old', () => {
    expect(of({ nameserver: 'bind', nameserverVersion: '9.16.23' })).toEqual({ text: '', image: null, link: null });
    expect(of({ nameserver: 'bind', version: '11.94.0.1' })).toMatchObject({
      text: 'Requires PowerDNS to support DNSSEC.',
      link: { page: 'upgradeclustermember' },
    });
    expect(of({ namedRunning: false }).link).toBeNull();
    expect(of({ namedRunning: false, version: '11.94.0.1' }).link).toMatchObject({ page: 'restartclustermember' });
  });
});

describe('changeclusterdns', () => {
  it('changes the role', async () => {
    const [address = ''] = servers.get('web1')?.cluster.members.keys() ?? [];
    const page = await open('web1', ROLE, { server: address, dnsrole: 'write-only', cluster_user: 'root' });
    expect(page.text('div.okmsg')).toBe(`The new role for ${address} is write-only.`);
    expect(page.one('div.okmsg h3')).toBeNull();
    expect(page.attribute('#cluster_go_back a', 'href')).toBe('../scripts7/clusterstatus?cluster_user=root');
    expect(page.server.cluster.members.get(address)?.role).toBe('write-only');
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'role-changed', member: address, role: 'write-only' }),
    );
  });

  it.each([
    [{ server: '1.2.3.4;id', dnsrole: 'sync' }, 'The server contains invalid characters.'],
    [{ server: '', dnsrole: 'sync' }, 'The server contains invalid characters.'],
    [{ server: '192.0.2.1', dnsrole: 'master' }, 'The dnsrole is not valid.'],
    [{ server: '192.0.2.1', dnsrole: 'sync' }, 'For security reasons, the root user must add this server'],
  ])('refuses %j', async (params, text) => {
    const page = await open('web1', ROLE, params);
    expect(page.text('div.errormsg')).toContain(text);
    expect(events.filter((event) => event.kind === 'role-changed')).toEqual([]);
  });

  it('writes a stray role file for a standalone member that does not exist', async () => {
    const page = await open('web1', ROLE, { server: '192.0.2.1', dnsrole: 'standalone' });
    expect(page.one('div.okmsg')).not.toBeNull();
    expect(page.server.cluster.strayRoles.get('192.0.2.1')).toBe('standalone');
  });
});

describe('configure_remote_nameserver', () => {
  it('shows the stored token of a member that is edited', async () => {
    const [entry] = servers.get('web1')?.cluster.members.values() ?? [];
    const page = await open('web1', CONFIGURE, { module: 'cPanel', server: entry?.address ?? '' });
    expect(page.text('textarea[name=pass]')).toBe(entry?.token);
    expect(page.attribute('input[name=recurse]', 'checked')).toBe('checked');
    expect(page.attribute('input[name=debug]', 'checked')).toBe('checked');
    expect(page.attribute('#mainform', 'action')).toBe('activate_remote_nameservers.cgi');
  });

  it('shows an empty form for a new one, and refuses an unknown module', async () => {
    expect((await open('web1', CONFIGURE, { module: 'cPanel' })).text('textarea[name=pass]')).toBe('');
    const page = await open('web1', CONFIGURE, { module: '<x>' });
    expect(page.text('.errormsg h3')).toBe('Invalid Module requested: <x>');
  });
});
