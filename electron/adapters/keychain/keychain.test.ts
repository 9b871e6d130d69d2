import { describe, expect, it } from 'vitest';
import { keptConnections } from './entries.ts';
import { createKeychain } from './index.ts';
import type { Library } from './library.ts';

/** A keychain in memory whose behaviour can be set. Its connections live as long as its daemon. */
function memoryLibrary() {
  const secrets = new Map<string, string>();
  const control = {
    fail: null as string | null,
    waits: [] as (() => void)[],
    hang: false,
    forget: false,
    /** Which daemon runs; null: none. */
    daemon: 1 as number | null,
    /** Dies of the next connection, and is there again. */
    diesOfNext: false,
  };
  const calls: string[] = [];
  const connections: string[] = [];
  let underWay = 0;
  const atOnce = { most: 0 };
  const behave = async <T>(asked: string, born: number | null, value: () => T): Promise<T> => {
    calls.push(asked);
    underWay += 1;
    atOnce.most = Math.max(atOnce.most, underWay);
    try {
      await Promise.resolve();
      if (control.hang) await new Promise<void>((resolve) => control.waits.push(resolve));
      if (control.daemon === null) {
        throw new Error(
          'Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files',
        );
      }
      if (born !== control.daemon) throw new Error('Platform failure: DBus error: The session does not exist');
      if (control.fail) throw new Error(control.fail);
      return value();
    } finally {
      underWay -= 1;
    }
  };
  const library: Library = {
    entry(account) {
      connections.push(account);
      if (control.diesOfNext) {
        control.diesOfNext = false;
        control.daemon = (control.daemon ?? 0) + 1;
        throw new Error(
          'Platform failure: DBus error: Message recipient disconnected from message bus without replying',
        );
      }
      const born = control.daemon;
      return {
        getPassword: async () => await behave(account, born, () => secrets.get(account)),
        setPassword: async (secret) =>
          await behave(account, born, () => void (control.forget || secrets.set(account, secret))),
        deletePassword: async () => await behave(account, born, () => secrets.delete(account)),
      };
    },
    async all() {
      connections.push('*');
      return await behave('*', control.daemon, () =>
        [...secrets].map(([account, password]) => ({ account, password })),
      );
    },
  };
  return { secrets, control, calls, connections, atOnce, open: () => Promise.resolve(library) };
}

describe('the keychain', () => {
  it('stores, reads back and deletes', async () => {
    const { open, secrets } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    expect(await keychain.state()).toMatchObject({ state: 'ready' });
    expect(await keychain.set('web1', 'secret')).toEqual({ ok: true, value: undefined });
    expect(secrets.get('web1')).toBe('secret');
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
    expect((await keychain.delete('web1')).ok).toBe(true);
    expect((await keychain.delete('web1')).ok).toBe(true);
    expect(await keychain.get('web1')).toMatchObject({ ok: false, error: { code: 'keychain.missing' } });
  });

  it('without a keychain keeps secrets for the session and says so', async () => {
    const { open, control, secrets } = memoryLibrary();
    control.fail = 'Platform failure: DBus error: no bus';
    const keychain = createKeychain({ service: 'Nameward', open });
    expect(await keychain.state()).toEqual({
      state: 'session',
      message: expect.stringContaining('DBus error: no bus') as string,
    });
    expect((await keychain.set('web1', 'secret')).ok).toBe(true);
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
    expect(secrets.size).toBe(0);
  });

  it('without a build for the machine keeps secrets for the session', async () => {
    const keychain = createKeychain({ service: 'Nameward', open: () => Promise.reject(new Error('no binding')) });
    expect(await keychain.state()).toMatchObject({ state: 'session' });
  });

  it('is not swapped for the session store by a failure later on', async () => {
    const { open, control } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.set('web1', 'secret');
    control.fail = 'Platform failure: the daemon went away';
    expect(await keychain.set('web2', 'other')).toMatchObject({ ok: false, error: { code: 'keychain.unavailable' } });
    control.fail = null;
    expect(await keychain.get('web2')).toMatchObject({ ok: false, error: { code: 'keychain.missing' } });
  });

  it('is asked each question once: the first of them shows that it is there, and its answer that it is open', async () => {
    const { open, calls, secrets } = memoryLibrary();
    secrets.set('web1', 'secret');
    const keychain = createKeychain({ service: 'Nameward', open });
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
    expect(await keychain.state()).toMatchObject({ state: 'ready' });
    expect(calls).toEqual(['web1']);
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
    expect(calls).toEqual(['web1', 'web1']);
  });

  it('gives the first of several at once its own answer, and each of the others its own', async () => {
    const { open, secrets } = memoryLibrary();
    secrets.set('web1', 'one').set('web2', 'two');
    const keychain = createKeychain({ service: 'Nameward', open });
    const answers = await Promise.all(['web1', 'web2', 'web3'].map(async (account) => await keychain.get(account)));
    expect(answers).toMatchObject([{ value: 'one' }, { value: 'two' }, { error: { code: 'keychain.missing' } }]);
  });

  it('still counts as locked when it only says of another account that it has none', async () => {
    const { open, control } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open, holdOff: 0 });
    await keychain.set('web1', 'secret');
    control.fail = "Couldn't access platform secure storage: prompt dismissed";
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.locked' } });
    control.fail = null;
    expect(await keychain.get('web2')).toMatchObject({ error: { code: 'keychain.missing' } });
    control.fail = "Couldn't access platform secure storage: prompt dismissed";
    expect(await keychain.state()).toMatchObject({ state: 'locked' });
  });

  it('tells locked from unavailable', async () => {
    const { open, control } = memoryLibrary();
    control.fail = "Couldn't access platform secure storage: prompt dismissed";
    const keychain = createKeychain({ service: 'Nameward', open, holdOff: 0 });
    expect(await keychain.state()).toMatchObject({ state: 'locked' });
    expect(await keychain.get('web1')).toMatchObject({ ok: false, error: { code: 'keychain.locked' } });
    control.fail = null;
    expect(await keychain.state()).toMatchObject({ state: 'ready' });
  });

  it('is not asked again at once when its user has refused to unlock it', async () => {
    const { open, control, calls } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open, holdOff: 60 });
    await keychain.set('web1', 'secret');
    control.fail = "Couldn't access platform secure storage: prompt dismissed";
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.locked' } });
    const asked = calls.length;
    for (let i = 0; i < 5; i += 1)
      expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.locked' } });
    expect(await keychain.state()).toMatchObject({ state: 'locked' });
    expect(calls).toHaveLength(asked);
    control.fail = null;
    await new Promise((resolve) => setTimeout(resolve, 70));
    expect(await keychain.state()).toMatchObject({ state: 'ready' });
    expect(calls.at(-1)).toBe('web1');
  });

  it('counts as locked while a call waits for the user, is not asked meanwhile, and is ready afterwards', async () => {
    const { open, control } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open, patience: 20 });
    await keychain.set('web1', 'secret');
    control.hang = true;
    expect(await keychain.get('web1')).toMatchObject({ ok: false, error: { code: 'keychain.locked' } });
    expect(await keychain.get('web1')).toMatchObject({ ok: false, error: { code: 'keychain.locked' } });
    expect(control.waits).toHaveLength(1);
    expect(keychain.waiting).toBe(true);
    control.hang = false;
    control.waits[0]?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(keychain.waiting).toBe(false);
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
  });

  it('notices a write that was not kept', async () => {
    const { open, control } = memoryLibrary();
    control.forget = true;
    const keychain = createKeychain({ service: 'Nameward', open });
    expect(await keychain.set('web1', 'secret')).toMatchObject({ ok: false, error: { code: 'keychain.unavailable' } });
  });

  it('opens no second connection for an account that it was asked for', async () => {
    const { open, connections } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    await keychain.set('web1', 'secret');
    await keychain.get('web1');
    await keychain.set('web1', 'other');
    await keychain.delete('web1');
    expect(connections.filter((account) => account === 'web1')).toHaveLength(1);
  });

  it('never asks two questions at a time, of two profiles neither', async () => {
    const { open, atOnce } = memoryLibrary();
    const [keychain, other] = [
      createKeychain({ service: 'Nameward', open }),
      createKeychain({ service: 'Nameward (lab)', open }),
    ];
    await Promise.all(
      ['web1', 'web2', 'web3', 'web4'].flatMap((id) => [keychain.set(id, id), other.get(id), keychain.get(id)]),
    );
    expect(atOnce.most).toBe(1);
  });
});

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
    control.fail = 'Platform failure: DBus error: something is wrong for good';
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.unavailable' } });
    expect(calls.length - before).toBe(2);
  });
});
