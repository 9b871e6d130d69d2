import { describe, expect, it } from 'vitest';
import { memoryLibrary } from '#test/fixtures/services/keychain-library.ts';
import { createKeychain } from './index.ts';

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

  it('that hangs is not said to be locked', async () => {
    const { open, control } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open });
    control.fail =
      'Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send a reply, the message bus security policy blocked the reply';
    expect(await keychain.state()).toMatchObject({
      state: 'locked',
      message: expect.stringContaining('does not answer') as string,
    });
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

  it('that never answers is asked again when the user wants it, over a new connection', async () => {
    const { open, control, secrets, connections } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open, patience: 20 });
    await keychain.set('web1', 'secret');
    control.hang = true;
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.locked' } });
    control.hang = false;
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.locked' } });
    const before = connections.length;
    keychain.askAgain?.();
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret' });
    expect(connections.slice(before)).toEqual(['web1']);
    expect(secrets.size).toBe(1);
    // Its thread still waits: whoever ends the process has to know.
    expect(keychain.waiting).toBe(true);
  });

  it('is asked again at once when the user wants it, whatever was refused', async () => {
    const { open, control } = memoryLibrary();
    const keychain = createKeychain({ service: 'Nameward', open, holdOff: 60_000 });
    await keychain.set('web1', 'secret');
    control.fail = "Couldn't access platform secure storage: prompt dismissed";
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.locked' } });
    control.fail = null;
    expect(await keychain.get('web1')).toMatchObject({ error: { code: 'keychain.locked' } });
    keychain.askAgain?.();
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
