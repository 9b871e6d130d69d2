import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#shared/errors/index.ts';
import type { PassphraseVerifier } from '#electron/services/ports.ts';
import { memoryLog, memorySecrets, type MemorySecrets } from '#test/fixtures/services/memory.ts';
import { openVault, type Vault } from './vault.ts';

/** Stands in for scrypt, which would slow every test. */
const passphrases: PassphraseVerifier = {
  create: (passphrase) => Promise.resolve(`check:${passphrase}`),
  matches: (stored, passphrase) =>
    Promise.resolve(stored.startsWith('check:') ? stored === `check:${passphrase}` : null),
};
const clock = { now: () => Date.now() };
let secrets: MemorySecrets;
const open = (): Promise<Vault> => openVault(secrets, passphrases, clock, memoryLog());

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  secrets = memorySecrets({ web1: 'TOKEN' });
});
afterEach(() => {
  vi.useRealTimers();
});

it('gives tokens while it is open and none while it is locked', async () => {
  const vault = await open();
  const heard: boolean[] = [];
  vault.onLock((locked) => heard.push(locked));
  expect(await vault.token('web1')).toEqual({ ok: true, value: 'TOKEN' });
  await vault.lock();
  for (const answer of [
    await vault.token('web1'),
    await vault.storeToken('web2', 'X'),
    await vault.deleteToken('web1'),
  ]) {
    expect(answer).toMatchObject({ ok: false, error: { code: 'vault.locked' } });
  }
  expect((await vault.unlock(null)).ok).toBe(true);
  expect(await vault.token('web1')).toEqual({ ok: true, value: 'TOKEN' });
  expect(heard).toEqual([true, false]);
});

it('does not hand out a token that was asked for before the lock', async () => {
  const vault = await open();
  const asked = vault.token('web1');
  await vault.lock();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'vault.locked' } });
});

describe('a passphrase', () => {
  it('locks from the next start on, and is never in the keychain itself', async () => {
    expect((await (await open()).setPassphrase(null, 'open sesame')).ok).toBe(true);
    const vault = await open();
    expect(await vault.state()).toMatchObject({ locked: true, passphraseSet: true });
    expect(await vault.unlock(null)).toMatchObject({ error: { code: 'vault.passphrase' } });
    expect(await vault.unlock('wrong')).toMatchObject({ error: { code: 'vault.passphrase' } });
    expect((await vault.unlock('open sesame')).ok).toBe(true);
  });

  it('is needed to be changed or taken away', async () => {
    const vault = await open();
    await vault.setPassphrase(null, 'open sesame');
    expect(await vault.setPassphrase('wrong', 'another one')).toMatchObject({ error: { code: 'vault.passphrase' } });
    expect((await vault.setPassphrase('open sesame', null)).ok).toBe(true);
    expect(await vault.state()).toMatchObject({ passphraseSet: false });
    expect([...secrets.held.keys()]).toEqual(['web1']);
  });

  it('makes wrong tries wait ever longer, and the right one too', async () => {
    const vault = await open();
    await vault.setPassphrase(null, 'open sesame');
    await vault.lock();
    for (let tries = 0; tries < 4; tries += 1) {
      await vault.unlock('wrong');
      vi.setSystemTime(Date.now() + (tries < 3 ? 2000 : 0));
    }
    expect(await vault.unlock('open sesame')).toMatchObject({ error: { details: { retryInSeconds: 2 } } });
    vi.setSystemTime(Date.now() + 2000);
    expect((await vault.unlock('open sesame')).ok).toBe(true);
  });

  it('that cannot be checked does not open', async () => {
    secrets.held.set('vault:passphrase', 'damaged');
    const vault = await open();
    expect(await vault.unlock('anything')).toMatchObject({ ok: false, error: { code: 'store.corrupt' } });
    expect(vault.locked()).toBe(true);
  });
});

it('locks when the user is away for so long, and not while he is there', async () => {
  const vault = await open();
  vault.setIdleMinutes(10);
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  vault.touch();
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(vault.locked()).toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(vault.locked()).toBe(true);
  await vault.unlock(null);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(vault.locked()).toBe(true);
});

it('locks no later because the clock was set back', async () => {
  const vault = await open();
  vault.setIdleMinutes(10);
  vault.touch();
  vi.setSystemTime(Date.now() - 5 * 3600_000);
  await vi.advanceTimersByTimeAsync(20 * 60_000);
  expect(vault.locked()).toBe(true);
});

it('tells when the keychain gives nothing any more, and when it does again', async () => {
  const vault = await open();
  const states: string[] = [];
  vault.watch(({ keychain }) => states.push(keychain.state));
  await vi.advanceTimersByTimeAsync(0);
  const { get, state } = secrets;
  secrets.get = () => Promise.resolve(failure('keychain.locked', 'Locked.'));
  secrets.state = () => Promise.resolve({ state: 'locked', message: 'Locked.' });
  for (let asked = 0; asked < 3; asked += 1) await vault.token('web1');
  await vi.advanceTimersByTimeAsync(0);
  Object.assign(secrets, { get, state });
  for (let asked = 0; asked < 3; asked += 1) await vault.token('web1');
  await vi.advanceTimersByTimeAsync(0);
  expect(states.filter((now, index) => now !== states[index - 1])).toEqual(['ready', 'locked', 'ready']);
});

it('tells its state to whom it may concern, without a secret', async () => {
  const vault = await open();
  vault.setServers(['web1', 'web2']);
  await vault.isStored('web1');
  const states: unknown[] = [];
  const end = vault.watch((state) => states.push(state));
  await vi.advanceTimersByTimeAsync(0);
  await vault.storeToken('web2', 'OTHER');
  await vi.advanceTimersByTimeAsync(0);
  end();
  await vault.lock();
  await vi.advanceTimersByTimeAsync(0);
  expect(states.map((state) => (state as { stored: string[] }).stored)).toEqual([['web1'], ['web1', 'web2']]);
  expect(JSON.stringify(states)).not.toMatch(/TOKEN|OTHER/);
});

it('lets nobody wait longer because the clock was set back', async () => {
  const vault = await open();
  await vault.setPassphrase(null, 'correct horse');
  await vault.lock();
  for (let time = 0; time < 4; time += 1) {
    await vault.unlock('wrong horse');
    vi.advanceTimersByTime(1000);
  }
  const wait = async (): Promise<number> => {
    const answer = await vault.unlock('correct horse');
    return answer.ok ? 0 : Number(answer.error.details?.['retryInSeconds']);
  };
  vi.setSystemTime(Date.now() - 86_400_000);
  expect(await wait()).toBeLessThanOrEqual(2);
  vi.advanceTimersByTime(2000);
  expect(await wait()).toBe(0);
});
