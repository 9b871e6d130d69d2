import { describe, expect, it } from 'vitest';
import { memoryLibrary } from '#test/fixtures/services/keychain-library.ts';
import { keptConnections } from './entries.ts';
import { createKeychain } from './index.ts';

describe('a fleet', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `web${index}`);
  const filled = (count: number) => {
    const memory = memoryLibrary();
    for (const id of ids(count)) memory.secrets.set(id, `token of ${id}`);
    return memory;
  };
  const readAll = async (keychain: ReturnType<typeof createKeychain>, count: number) =>
    await Promise.all(ids(count).map(async (id) => await keychain.get(id)));
  const answers = (count: number) => ids(count).map((id) => ({ ok: true, value: `token of ${id}` }));

  it('is read over one connection, and by connections that stay when it is asked one by one', async () => {
    const { open, connections } = filled(14);
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.get('vault:passphrase');
    expect(await readAll(keychain, 14)).toEqual(answers(14));
    expect(connections).toEqual(['vault:passphrase', '*']);
    for (let round = 0; round < 3; round += 1) for (const id of ids(14)) await keychain.get(id);
    expect(connections).toEqual(['vault:passphrase', '*', ...ids(14)]);
    expect(await readAll(keychain, 14)).toEqual(answers(14));
    expect(connections).toHaveLength(16);
  });

  it('says of each account that is not there that it is missing', async () => {
    const { open, connections } = filled(3);
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.state();
    const read = await readAll(keychain, 5);
    expect(read.slice(0, 3)).toEqual(answers(3));
    expect(read.slice(3)).toMatchObject([
      { error: { code: 'keychain.missing' } },
      { error: { code: 'keychain.missing' } },
    ]);
    expect(connections.filter((account) => account === '*')).toHaveLength(1);
  });

  it('asks its user by one account when the keychain is locked', async () => {
    const { open, control, calls } = filled(5);
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.state();
    control.fail = 'zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get secret of a locked object';
    const read = await readAll(keychain, 5);
    expect(read.every((one) => !one.ok && one.error.code === 'keychain.locked')).toBe(true);
    expect(calls.slice(1)).toEqual(['*', 'web0']);
  });

  it('is read one by one when it cannot be read together', async () => {
    const { open, connections } = filled(5);
    const library = await open();
    const broken = createKeychain({
      service: 'Nameward',
      open: () => Promise.resolve({ ...library, all: () => Promise.reject(new Error('zbus error: I/O')) }),
    });
    await broken.state();
    expect(await readAll(broken, 5)).toEqual(answers(5));
    expect(connections.filter((account) => account !== 'nameward-probe')).toEqual(ids(5));
  });

  it('larger than the connections that stay is held for some seconds, until the vault is locked or a token changes', async () => {
    const count = keptConnections + 10;
    const { open, connections } = filled(count);
    const keychain = createKeychain({ service: 'Nameward', open, holdFor: 60 });
    const together = () => connections.filter((account) => account === '*').length;
    await keychain.state();
    expect(await readAll(keychain, count)).toEqual(answers(count));
    await keychain.get('web3');
    await keychain.get('web130');
    expect(connections).toEqual(['nameward-probe', '*']);

    keychain.forget?.();
    expect(await readAll(keychain, count)).toEqual(answers(count));
    expect(together()).toBe(2);

    await keychain.set('web5', 'another');
    expect((await readAll(keychain, count))[5]).toEqual({ ok: true, value: 'another' });
    expect(together()).toBe(3);

    await new Promise((resolve) => setTimeout(resolve, 80));
    await readAll(keychain, count);
    expect(together()).toBe(4);
  });

  it('is not held when the vault is locked while it is read', async () => {
    const count = keptConnections + 10;
    const { open, control, connections } = filled(count);
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.state();
    control.hang = true;
    const reading = readAll(keychain, count);
    await expect.poll(() => control.waits.length).toBe(1);
    keychain.forget?.();
    control.hang = false;
    control.waits[0]?.();
    await reading;
    await readAll(keychain, count);
    expect(connections.filter((account) => account === '*')).toHaveLength(2);
  });
});

describe('a keychain whose daemon died', () => {
  it('is asked once more over a new connection', async () => {
    const { open, control, secrets, connections } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.set('web1', 'secret');
    await keychain.set('web2', 'other');
    const before = connections.length;
    control.daemon = 2;
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
    expect(await keychain.set('web2', 'new')).toEqual({ ok: true, value: undefined });
    expect(secrets.get('web2')).toBe('new');
    control.daemon = 3;
    expect((await keychain.delete('web2')).ok).toBe(true);
    expect(secrets.has('web2')).toBe(false);
    // Every connection of the old daemon went at once.
    expect(connections.slice(before)).toEqual(['web1', 'web2', 'web2']);
  });

  it('of a new connection is given the time to be started again', async () => {
    const { open, control } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.set('web1', 'secret');
    control.diesOfNext = true;
    expect(await keychain.set('web2', 'other')).toEqual({ ok: true, value: undefined });
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
  });

  it('and stays away is said to be unavailable, and used again when it is back', async () => {
    const { open, control } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.set('web1', 'secret');
    control.daemon = null;
    expect(await keychain.get('web1')).toMatchObject({
      error: { code: 'keychain.unavailable', message: expect.stringContaining('was not provided') as string },
    });
    control.daemon = 2;
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
  });

  it('is asked no third time', async () => {
    const { open, control, calls } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.set('web1', 'secret');
    const before = calls.length;
    control.fail = 'Platform failure: DBus error: The session does not exist';
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.unavailable' } });
    expect(calls.length - before).toBe(2);
  });
});
