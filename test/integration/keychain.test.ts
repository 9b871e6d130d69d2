/** The keychain over a real Secret Service. @needs desktop */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeychain } from '#electron/adapters/keychain/index.ts';

/**
 * scripts/desktop.js brings a session bus and an unlocked Secret Service; without one there is nothing to test against.
 */
const hasSecretService = process.platform === 'linux' && Boolean(process.env['DBUS_SESSION_BUS_ADDRESS']);
const service = `Nameward test ${randomUUID()}`;

function secretTool(...args: string[]): string {
  const result = spawnSync('secret-tool', args, { encoding: 'utf8', timeout: 10_000 });
  return result.stdout + result.stderr;
}

describe.skipIf(!hasSecretService)('the Secret Service', () => {
  afterAll(() => {
    secretTool('clear', 'service', service);
  });

  it('is ready and says what it is called', async () => {
    expect(await createKeychain({ service }).state()).toEqual({ state: 'ready', message: 'Secret Service' });
  });

  it('holds what was stored, as other programs see it, until it is deleted', async () => {
    const keychain = createKeychain({ service });
    const secret = `SENTINEL-${randomUUID()}`;
    expect(await keychain.set('web1', secret)).toEqual({ ok: true, value: undefined });
    const seen = secretTool('search', '--all', 'service', service);
    expect(seen).toContain(`secret = ${secret}`);
    expect(seen).toContain('attribute.username = web1');
    // Another process's keychain finds it too: nothing is kept in memory only.
    expect(await createKeychain({ service }).get('web1')).toEqual({ ok: true, value: secret });
    await keychain.set('web1', 'replaced');
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'replaced' });
    expect(await keychain.delete('web1')).toEqual({ ok: true, value: undefined });
    expect(await keychain.get('web1')).toMatchObject({ ok: false, error: { code: 'keychain.missing' } });
    expect(secretTool('search', '--all', 'service', service)).not.toContain(secret);
  });

  it('keeps services apart', async () => {
    const keychain = createKeychain({ service });
    await keychain.set('web2', 'one');
    expect(await createKeychain({ service: `${service} (lab)` }).get('web2')).toMatchObject({
      error: { code: 'keychain.missing' },
    });
    await keychain.delete('web2');
  });

  it('takes the secrets of a fleet at once', async () => {
    const keychain = createKeychain({ service });
    const ids = Array.from({ length: 40 }, (_, i) => `server${i}`);
    const written = await Promise.all(ids.map(async (id) => await keychain.set(id, `secret of ${id}`)));
    expect(written.every((one) => one.ok)).toBe(true);
    const read = await Promise.all(ids.map(async (id) => await keychain.get(id)));
    expect(read).toEqual(ids.map((id) => ({ ok: true, value: `secret of ${id}` })));
    await Promise.all(ids.map(async (id) => await keychain.delete(id)));
  });
});
