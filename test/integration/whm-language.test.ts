import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWhmConnector } from '#electron/adapters/whm/index.ts';
import type { ServerAddress } from '#electron/services/ports.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { MemberRecord } from '#shared/domain/topology/observation.ts';
import type { Fleet, ServerState } from '#simulator/index.ts';
import { startFleet } from '#simulator/index.ts';

/** WHM's pages in the language of the token's user (`whm-protocol 3.1`): read and written by ids and classes, never by words (`12`). */

let fleet: Fleet;
let connector: ReturnType<typeof createWhmConnector>;
beforeAll(async () => {
  fleet = await startFleet();
  connector = createWhmConnector({ deadlines: { connectMs: 2000, answerMs: 2000, pageMs: 5000, bodyMs: 1000 } });
});
afterAll(async () => {
  await connector.close();
  await fleet.close();
});

function live(id: string): ServerState {
  const state = fleet.servers.get(id);
  if (state === undefined) throw new Error(id);
  return state;
}

function addressOf(id: string): ServerAddress {
  const found = fleet.inventory().servers.find((server) => server.id === id);
  if (found === undefined) throw new Error(id);
  const { host, port, user, certificate } = found;
  return { id, host, port, user, pin: certificate.sha256 };
}

const token = (id: string): string => fleet.tokens().tokens[id] ?? '';

function speak(id: string, locale: string): void {
  live(id).users.set('root', { acls: null, locale });
}

async function recordsOf(id: string): Promise<readonly MemberRecord[]> {
  const result = await connector.client(addressOf(id), token(id)).readMembers('pages');
  if (!result.ok) throw new Error(`${id}: ${result.error.message}`);
  return result.value.members.records;
}

async function make(id: string, change: Change, held: string | null = null): Promise<string> {
  const result = await connector.changes(addressOf(id), token(id)).makeChange(change, held);
  if (!result.ok) throw new Error(`${change.kind}: ${result.error.code} ${result.error.message}`);
  return result.value.message;
}

describe('German pages', () => {
  it('show the same members as English ones; what only a word would tell is not known', async () => {
    const seen = new Set<unknown>();
    for (const id of ['web1', 'web6', 'web8']) {
      speak(id, 'en');
      const english = await recordsOf(id);
      speak(id, 'de');
      const german = await recordsOf(id);
      for (const [at, record] of english.entries()) {
        const { status } = record;
        seen.add(status);
        // A word stands for a host name that WHM does not know.
        expect(german[at]).toEqual({
          ...record,
          hostname: record.hostname === record.address ? null : record.hostname,
          statusText: german[at]?.statusText,
        });
      }
      expect(german).toHaveLength(english.length);
    }
    // Every kind of image was met.
    expect(seen).toEqual(new Set(['active', 'warning', 'error', 'disabled']));
  });

  it('are written as the English ones are', async () => {
    speak('web1', 'de');
    const { address } = live('ns1');
    const of = () => live('web1').cluster.members.get(address);
    expect(await make('web1', { kind: 'role', server: 'web1', as: 'root', address, role: 'write-only' })).toBe(
      `Die neue Rolle von ${address} ist write-only.`,
    );
    expect(of()?.role).toBe('write-only');
    await make('web1', { kind: 'threshold', server: 'web1', threshold: 25, notify: false });
    expect(live('web1').cluster).toMatchObject({ threshold: 25, notifications: false });
    await make('web1', { kind: 'clustering', server: 'web1', enabled: false });
    expect(live('web1').cluster.enabled).toBe(false);
    await make('web1', { kind: 'clustering', server: 'web1', enabled: true });
    await make('web1', { kind: 'member.remove', server: 'web1', as: 'root', address });
    expect(of()).toBeUndefined();
    const add: Change = {
      kind: 'member.add',
      server: 'web1',
      as: 'root',
      member: {
        address,
        host: live('ns1').hostname,
        user: 'root',
        module: 'cPanel',
        role: 'sync',
        debug: false,
        contact: 'name',
        nsConfig: null,
        token: { from: 'held', id: 'x' },
      },
    };
    await make('web1', add, token('ns1'));
    expect(of()).toMatchObject({ role: 'sync', token: token('ns1') });
  });

  it('refuse as the English ones do', async () => {
    speak('web1', 'de');
    const stranger = { kind: 'role', server: 'web1', as: 'root', address: '192.0.2.1', role: 'sync' } as const;
    const result = await connector.changes(addressOf('web1'), token('web1')).makeChange(stranger, null);
    expect(result).toMatchObject({ ok: false, error: { code: 'whm.rejected' } });
    expect(live('web1').cluster.strayRoles.size).toBe(0);
  });

  it('of a server that is added to by the peer protocol tell success by their class', async () => {
    speak('ns2', 'de');
    live('ns2').tokenPages = 'refused';
    live('ns2').commandStream = 'refused';
    live('ns2').tokens.set('few', {
      name: 'few',
      token: 'F'.repeat(32),
      user: 'root',
      acls: ['clustering'],
      createTime: 0,
      expiresAt: null,
      whitelistAddresses: null,
    });
    const { address, hostname } = live('web4');
    const change: Change = {
      kind: 'member.add',
      server: 'ns2',
      as: 'root',
      member: {
        address,
        host: hostname,
        user: 'root',
        module: 'cPanel',
        role: 'standalone',
        debug: false,
        contact: 'none',
        nsConfig: null,
        token: { from: 'held', id: 'x' },
      },
    };
    const changes = connector.changes(addressOf('ns2'), 'F'.repeat(32));
    expect((await changes.describeChange(change)).channel).toBe('peer');
    const result = await changes.makeChange(change, token('web4'));
    expect(result).toMatchObject({ ok: true, value: { message: expect.stringMatching(/hergestellt/) as string } });
    expect(live('ns2').cluster.members.get(address)?.role).toBe('standalone');
  });
});
