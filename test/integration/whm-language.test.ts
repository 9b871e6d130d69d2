import { describe, expect, it } from 'vitest';
import type { Change } from '#shared/domain/plan/change.ts';
import type { MemberRecord } from '#shared/domain/topology/observation.ts';
import { newMember } from '#test/fixtures/members.ts';
import { connectFleet } from './whm-connected.ts';

/**
 * WHM's pages in the language of the token's user (`whm-protocol 3.1`): read and written by ids and classes, never by
 * words (`12`).
 */

const { live, tokenOf, client, changeClient, make } = connectFleet();

function speak(id: string, locale: string): void {
  live(id).users.set('root', { acls: null, locale });
}

async function recordsOf(id: string): Promise<readonly MemberRecord[]> {
  const result = await client(id).readMembers('pages');
  if (!result.ok) throw new Error(`${id}: ${result.error.message}`);
  return result.value.members.records;
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
    const { message } = await make('web1', { kind: 'role', server: 'web1', as: 'root', address, role: 'write-only' });
    expect(message).toBe(`Die neue Rolle von ${address} ist write-only.`);
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
      member: newMember(address, live('ns1').hostname),
    };
    await make('web1', add, tokenOf('ns1'));
    expect(of()).toMatchObject({ role: 'sync', token: tokenOf('ns1') });
  });

  it('refuse as the English ones do', async () => {
    speak('web1', 'de');
    const stranger = { kind: 'role', server: 'web1', as: 'root', address: '192.0.2.1', role: 'sync' } as const;
    const result = await changeClient('web1').makeChange(stranger, null);
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
      member: newMember(address, hostname, { role: 'standalone', contact: 'none' }),
    };
    const changes = changeClient('ns2', 'F'.repeat(32));
    expect((await changes.describeChange(change)).channel).toBe('peer');
    const result = await changes.makeChange(change, tokenOf('web4'));
    expect(result).toMatchObject({ ok: true, value: { message: expect.stringMatching(/hergestellt/) as string } });
    expect(live('ns2').cluster.members.get(address)?.role).toBe('standalone');
  });
});
