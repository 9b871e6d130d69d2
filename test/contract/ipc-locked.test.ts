import { describe, expect, it } from 'vitest';
import { contract, type CallName } from '#shared/contract/index.ts';
import { ok } from '#shared/errors/index.ts';
import { createServicesHolder } from '#electron/main/profile/services-holder.ts';
import type { Services } from '#electron/services/index.ts';
import { followOpen } from '#electron/ipc/while-locked.ts';
import { dispatcherOver, ourPage } from './ipc-page.ts';

/**
 * What a locked Nameward still answers. The list stands here once more on purpose: a call that is new is refused until
 * somebody says otherwise.
 */
const answered = ['app.describe', 'app.painted', 'settings.read', 'vault.lock', 'vault.touch', 'vault.unlock'];

describe('a locked vault', () => {
  const calls = Object.entries(contract)
    .filter(([, { kind }]) => kind !== 'stream')
    .map(([name]) => name as CallName);

  it('refuses every call but those that the lock screen needs', async () => {
    const asked: string[] = [];
    const handlers = Object.fromEntries(
      calls.map((name) => [
        name,
        () => {
          asked.push(name);
          return Promise.resolve(ok({}));
        },
      ]),
    );
    const { dispatcher } = dispatcherOver(handlers, () => true);
    for (const [index, name] of calls.entries()) {
      const result = await dispatcher.call({ id: `c${index}`, name, input: inputs[name] ?? {} }, ourPage);
      if (!answered.includes(name))
        expect([name, result]).toMatchObject([name, { ok: false, error: { code: 'vault.locked' } }]);
    }
    expect(asked.toSorted()).toEqual(answered);
  });

  it('takes the same calls when it is open', async () => {
    const { dispatcher } = dispatcherOver({ 'fleet.refresh': () => Promise.resolve(ok({})) }, () => false);
    expect(await dispatcher.call({ id: 'r', name: 'fleet.refresh', input: { ids: null } }, ourPage)).toEqual(ok({}));
  });

  it('tells a stream nothing until it is opened, and begins it anew then', () => {
    const listeners = new Set<(locked: boolean) => void>();
    let locked = true;
    const turn = (next: boolean): void => {
      locked = next;
      for (const listener of listeners) listener(next);
    };
    const vault = {
      locked: () => locked,
      onLock(listener: (now: boolean) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const holder = createServicesHolder();
    holder.replace({ services: { vault } as unknown as Services, load: () => Promise.resolve() });
    const heard: string[] = [];
    const leave = followOpen(holder, () => {
      heard.push('attached');
      return () => heard.push('detached');
    });
    expect(heard).toEqual([]);
    turn(false);
    turn(true);
    turn(true);
    turn(false);
    expect(heard).toEqual(['attached', 'detached', 'attached']);
    leave();
    expect(heard).toEqual(['attached', 'detached', 'attached', 'detached']);
    expect(listeners.size).toBe(0);
  });
});

/** Inputs that fit, where an empty one does not: a misfit is told before the lock. */
const server = 'web1';
const wish = { changes: [], intentions: [] };
const inputs: Readonly<Partial<Record<CallName, unknown>>> = {
  'app.openProfile': { profile: 'lab' },
  'app.openExternal': { url: 'https://docs.cpanel.net/' },
  'app.saveText': { name: 'a.md', text: '' },
  'app.painted': { servers: 0, live: false },
  'vault.unlock': { passphrase: null },
  'vault.setPassphrase': { current: null, next: null },
  'servers.inspectCertificate': { host: 'web1.example.net', port: 2087 },
  'servers.add': {
    name: '',
    host: 'a.example',
    port: 2087,
    user: 'root',
    token: 'T',
    tags: [],
    certificateSha256: null,
  },
  'servers.edit': { id: server },
  'servers.remove': { id: server },
  'servers.retry': { id: server },
  'fleet.refresh': { ids: null },
  'plans.preview': wish,
  'plans.expand': wish,
  'plans.keepPending': wish,
  'plans.apply': { id: 'p', confirmation: null },
  'plans.stop': { id: 'p' },
  'plans.resume': { id: 'p' },
  'plans.undo': { id: 'p' },
  'plans.report': { id: 'p' },
  'plans.settings': { server },
  'plans.members': { server, as: 'root' },
  'plans.holdToken': { token: 'T' },
};
