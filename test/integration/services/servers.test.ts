import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentStore } from '#electron/adapters/store/index.ts';
import { inventoryDocument } from '#shared/schema/inventory/index.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { openLab, type Lab, type LabOptions } from '#test/fixtures/services/lab.ts';

let fleet: Fleet;
let labs: Lab[] = [];
const open = async (options: LabOptions = {}): Promise<Lab> => {
  const lab = await openLab(fleet, { only: [], tokens: {}, ...options });
  for (const id of lab.secrets.held.keys()) {
    if (!options.only?.includes(id)) lab.secrets.held.delete(id);
  }
  labs.push(lab);
  return lab;
};
const web1 = () => {
  const server = fleet.inventory().servers.find(({ id }) => id === 'web1');
  if (!server) throw new Error('the lab has no web1');
  const { name, host, port, user, certificate } = server;
  return {
    name,
    host,
    port,
    user,
    tags: ['net'],
    token: fleet.tokens().tokens['web1'] ?? '',
    certificateSha256: certificate.sha256,
  };
};
const requests = (id: string): number =>
  fleet
    .events()
    .events.filter(
      (event) =>
        event.server === id &&
        (event.kind === 'authentication-failed' ||
          (event.kind === 'request' && event.from === null && event.status === 200)),
    ).length;

beforeEach(async () => {
  fleet = await startFleet();
});
afterEach(async () => {
  await Promise.all(labs.map((lab) => lab.services.close()));
  labs = [];
  await fleet.close();
});

describe('adding a server', () => {
  it('shows the certificate first, and sends nothing for it', async () => {
    const lab = await open();
    const { host, port, certificateSha256 } = web1();
    const seen = await lab.services.servers.inspectCertificate({ host, port });
    expect(seen).toMatchObject({ ok: true, value: { sha256: certificateSha256, trusted: false } });
    expect(requests('web1')).toBe(0);
  });

  it('stores the token, then names the server and probes its channels', async () => {
    const lab = await open();
    const added = await lab.services.servers.add(web1());
    expect(added).toMatchObject({
      ok: true,
      value: {
        id: 'web1',
        channels: { api: { available: true }, command: { available: true }, ssh: { available: false } },
      },
    });
    expect(lab.secrets.held.get('web1')).toBe(web1().token);
    expect(JSON.stringify(lab.inventory.data)).not.toContain(web1().token);
    expect(await lab.services.servers.list({})).toMatchObject({
      ok: true,
      value: [{ id: 'web1', tokenStored: true, tags: ['net'] }],
    });
  });

  it('refuses the same place twice, also while the first is still under way', async () => {
    const lab = await open();
    const [first, second] = await Promise.all([lab.services.servers.add(web1()), lab.services.servers.add(web1())]);
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ error: { code: 'servers.duplicate' } });
    expect(await lab.services.servers.add({ ...web1(), name: 'other' })).toMatchObject({
      error: { code: 'servers.duplicate' },
    });
  });

  it('stores nothing for a token that is refused, and tries it once', async () => {
    const lab = await open();
    const added = await lab.services.servers.add({ ...web1(), token: 'WRONG' });
    expect(added).toMatchObject({ ok: false, error: { code: 'whm.unauthorized' } });
    expect(JSON.stringify(added)).not.toContain('WRONG');
    expect(requests('web1')).toBe(1);
    expect([...lab.secrets.held]).toEqual([]);
    expect(lab.inventory.data?.servers).toEqual([]);
  });

  it('sends no token to a certificate that was not accepted', async () => {
    const lab = await open();
    for (const certificateSha256 of [null, Array.from({ length: 32 }, () => '00').join(':')]) {
      const added = await lab.services.servers.add({ ...web1(), certificateSha256 });
      expect(added).toMatchObject({
        ok: false,
        error: { code: certificateSha256 === null ? 'whm.tls-untrusted' : 'whm.tls-changed' },
      });
    }
    expect(requests('web1')).toBe(0);
  });

  it('takes the token back when the inventory cannot be written', async () => {
    const lab = await open();
    lab.inventory.failWrites = true;
    expect(await lab.services.servers.add(web1())).toMatchObject({ error: { code: 'store.failed' } });
    expect([...lab.secrets.held]).toEqual([]);
    lab.inventory.failWrites = false;
    expect((await lab.services.servers.add(web1())).ok).toBe(true);
  });
});

describe('editing a server', () => {
  it('changes words without asking the server', async () => {
    const lab = await open({ only: ['web1'] });
    expect(await lab.services.servers.edit({ id: 'web1', name: 'Web One', tags: ['a', 'a'] })).toEqual({
      ok: true,
      value: { channels: null },
    });
    expect(lab.inventory.data?.servers[0]).toMatchObject({ name: 'Web One', tags: ['a'] });
    expect(lab.sent).toEqual([]);
  });

  it('keeps the old token when the new one is refused', async () => {
    const lab = await open({ only: ['web1'] });
    expect(await lab.services.servers.edit({ id: 'web1', token: 'WRONG' })).toMatchObject({
      error: { code: 'whm.unauthorized' },
    });
    expect(lab.secrets.held.get('web1')).toBe(web1().token);
    await lab.services.fleet.refresh({ ids: null });
    expect(lab.topology().nodes['web1']?.observation?.contact.state).toBe('reachable');
  });

  it('wants the certificate of another address to be seen first', async () => {
    const lab = await open({ only: ['web1'] });
    expect(await lab.services.servers.edit({ id: 'web1', host: '127.0.0.1' })).toMatchObject({
      error: { code: 'input.invalid' },
    });
    expect(lab.sent).toEqual([]);
  });

  it('goes on after a changed certificate was accepted', async () => {
    const lab = await open({ only: ['web1'] });
    await fleet.setFault('web1', { fault: { kind: 'changed-certificate' } });
    await lab.services.fleet.refresh({ ids: null });
    expect(lab.topology().nodes['web1']?.observation?.contact).toMatchObject({
      state: 'suspended',
      failure: { code: 'whm.tls-changed' },
    });
    const { host, port } = web1();
    const seen = await lab.services.servers.inspectCertificate({ host, port });
    if (!seen.ok) throw new Error(seen.error.message);
    expect((await lab.services.servers.edit({ id: 'web1', certificateSha256: seen.value.sha256 })).ok).toBe(true);
    await lab.services.fleet.refresh({ ids: null });
    expect(lab.topology().nodes['web1']?.observation?.contact.state).toBe('reachable');
  });
});

describe('removing a server', () => {
  it('removes its token and what was known of it', async () => {
    const lab = await open({ only: ['web1', 'ns1'] });
    await lab.services.fleet.refresh({ ids: null });
    expect(await lab.services.servers.remove({ id: 'web1' })).toEqual({ ok: true, value: {} });
    await lab.until(({ nodes }) => nodes['web1'] === undefined);
    expect([...lab.secrets.held.keys()]).toEqual(['ns1']);
    expect(lab.inventory.data?.servers.map(({ id }) => id)).toEqual(['ns1']);
  });

  it('keeps both when the inventory cannot be written, and does nothing while locked', async () => {
    const lab = await open({ only: ['web1'] });
    lab.inventory.failWrites = true;
    expect(await lab.services.servers.remove({ id: 'web1' })).toMatchObject({ error: { code: 'store.failed' } });
    expect(lab.secrets.held.has('web1')).toBe(true);
    lab.inventory.failWrites = false;
    await lab.services.vault.lock({});
    expect(await lab.services.servers.remove({ id: 'web1' })).toMatchObject({ error: { code: 'vault.locked' } });
  });
});

describe('a profile whose inventory is damaged', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'nameward-profile-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('names the file it has set aside and loses nothing of it', async () => {
    const half = '{"version":1,"servers":[{"id":"web1","ho';
    await writeFile(join(directory, 'inventory.json'), half);
    const store = createDocumentStore(directory, inventoryDocument, { now: () => Date.now() });
    const lab = await open({ ports: (ports) => ({ ...ports, documents: { ...ports.documents, inventory: store } }) });
    const [notice] = lab.services.notices();
    expect(notice).toMatchObject({ code: 'store.corrupt' });
    expect(await readFile(notice?.file ?? '', 'utf8')).toBe(half);
    expect((await lab.services.servers.add(web1())).ok).toBe(true);
    expect(await readFile(notice?.file ?? '', 'utf8')).toBe(half);
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('shows what a newer Nameward wrote and does not change it', async () => {
    const text = JSON.stringify({ version: 9, servers: [{ id: 'web1', host: 'web1.example.net', colour: 'green' }] });
    await writeFile(join(directory, 'inventory.json'), text);
    const store = createDocumentStore(directory, inventoryDocument, { now: () => Date.now() });
    const lab = await open({ ports: (ports) => ({ ...ports, documents: { ...ports.documents, inventory: store } }) });
    expect(lab.services.notices()).toMatchObject([{ code: 'store.newer' }]);
    expect(await lab.services.servers.list({})).toMatchObject({ value: [{ id: 'web1' }] });
    expect(await lab.services.servers.add({ ...web1(), name: 'other' })).toMatchObject({
      error: { code: 'store.newer' },
    });
    expect([...lab.secrets.held]).toEqual([]);
    expect(await readFile(join(directory, 'inventory.json'), 'utf8')).toBe(text);
  });
});
