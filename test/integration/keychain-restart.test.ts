/**
 * The keychain's daemon dies and is started again, as systemd does on a desktop, in a session of this test's own.
 * @needs desktop
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKeychain } from '#electron/adapters/keychain/index.ts';

/** scripts/desktop.js sees to it that the programs are there. */
const hasSecretService = process.platform === 'linux' && Boolean(process.env['DBUS_SESSION_BUS_ADDRESS']);
const service = 'Nameward restart test';

/** A bus that starts nothing by itself: only the daemon of this test is ever there. */
const configuration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
<type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`;

describe.skipIf(!hasSecretService)('a Secret Service whose daemon dies', () => {
  const home = mkdtempSync(join(tmpdir(), 'nameward-keyring-'));
  let bus: ChildProcess;
  let daemon: ChildProcess;

  const isThere = (): boolean =>
    spawnSync(
      'dbus-send',
      [
        '--session',
        '--print-reply=literal',
        '--dest=org.freedesktop.DBus',
        '/org/freedesktop/DBus',
        'org.freedesktop.DBus.NameHasOwner',
        'string:org.freedesktop.secrets',
      ],
      { encoding: 'utf8' },
    ).stdout.includes('true');
  const startDaemon = async (): Promise<void> => {
    daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    daemon.stdin?.end('password of this test');
    await vi.waitFor(() => expect(isThere()).toBe(true), { timeout: 15_000 });
  };
  const endDaemon = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    daemon.kill(signal);
    await ended;
    await vi.waitFor(() => expect(isThere()).toBe(false), { timeout: 15_000 });
  };

  beforeAll(async () => {
    for (const name of ['data', 'runtime']) mkdirSync(join(home, name), { mode: 0o700 });
    writeFileSync(join(home, 'bus.conf'), configuration);
    bus = spawn('dbus-daemon', [`--config-file=${join(home, 'bus.conf')}`, '--nofork', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const address = await new Promise<string>((resolve) =>
      bus.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim())),
    );
    // This file has a process of its own, which has not yet looked for a bus.
    process.env['DBUS_SESSION_BUS_ADDRESS'] = address;
    process.env['XDG_DATA_HOME'] = join(home, 'data');
    process.env['XDG_RUNTIME_DIR'] = join(home, 'runtime');
    await startDaemon();
  });
  afterAll(() => {
    daemon?.kill('SIGKILL');
    bus?.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true });
  });

  it('is used again as soon as there is another, by every account', async () => {
    const keychain = createKeychain({ service });
    const ids = ['web1', 'web2', 'web3', 'web4'];
    for (const id of ids) expect(await keychain.set(id, `secret of ${id}`)).toEqual({ ok: true, value: undefined });

    await endDaemon('SIGTRAP');
    await startDaemon();
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'secret of web1' });
    expect(await keychain.set('web2', 'another')).toEqual({ ok: true, value: undefined });
    expect(await keychain.delete('web3')).toEqual({ ok: true, value: undefined });
    expect(await Promise.all(ids.map(async (id) => await keychain.get(id)))).toMatchObject([
      { value: 'secret of web1' },
      { value: 'another' },
      { error: { code: 'keychain.missing' } },
      { value: 'secret of web4' },
    ]);
  });

  it('is said to be unavailable when nobody starts it, and not taken for one that never was', async () => {
    const keychain = createKeychain({ service });
    await keychain.set('web1', 'kept');
    await endDaemon('SIGKILL');
    expect(await keychain.get('web1')).toMatchObject({ ok: false, error: { code: 'keychain.unavailable' } });
    await startDaemon();
    expect(await keychain.get('web1')).toEqual({ ok: true, value: 'kept' });
  });
});
