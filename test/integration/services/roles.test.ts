import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WhmClient } from '#electron/services/ports.ts';
import type { RoleChange } from '#shared/contract/roles.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import { failure, ok } from '#shared/errors/index.ts';
import { defaultSettings } from '#shared/schema/settings/index.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { openLab, type Lab, type LabOptions } from '#test/fixtures/services/lab.ts';

let fleet: Fleet;
let lab: Lab;
const open = async (options: LabOptions = {}): Promise<void> => {
  lab = await openLab(fleet, options);
  await lab.services.fleet.refresh({ ids: null });
};
/** The same connector, with clients changed as the test says. */
const withClients = (change: (client: WhmClient) => Partial<WhmClient>): LabOptions => ({
  ports: (ports) => {
    const connector: typeof ports.connector = {
      ...ports.connector,
      client(server, token) {
        const client = ports.connector.client(server, token);
        return { ...client, ...change(client) };
      },
    };
    return { ...ports, connector };
  },
});
const address = (id: string): string => fleet.servers.get(id)?.address ?? '';
const trueRole = (server: string, member: string): Role | null | undefined =>
  fleet.servers.get(server)?.cluster.members.get(address(member))?.role;
const change = (server: string, member: string, role: Role): RoleChange => ({ server, member: address(member), role });
const writes = (): number =>
  fleet.events().events.filter((event) => event.kind === 'request' && event.path.includes('changeclusterdns')).length;
const apply = async (...changes: RoleChange[]) => {
  const applied = await lab.services.roles.apply({ changes });
  if (!applied.ok) throw new Error(applied.error.message);
  return applied.value;
};

beforeEach(async () => {
  fleet = await startFleet();
});
afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

it('changes nothing at once where the cluster is read-only, or wants a name typed', async () => {
  for (const level of ['read-only', 'type-name'] as const) {
    await lab?.services.close();
    await open({ settings: { ...defaultSettings, safety: { web2: level } } });
    // Of the same cluster: its strictest server counts.
    const refused = await lab.services.roles.apply({ changes: [change('web1', 'ns1', 'write-only')] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'plan.precondition' } });
    const allowed = await lab.services.roles.apply({ changes: [change('web7', 'ns4', 'write-only')] });
    expect(allowed).toMatchObject({ ok: true });
  }
  expect(trueRole('web1', 'ns1')).toBe('sync');
  expect(writes()).toBe(1);
});

describe('the preview of a role', () => {
  it('says what it does and the exact request, and sends nothing', async () => {
    await open();
    const { length } = lab.sent;
    const preview = await lab.services.roles.preview({ changes: [change('web1', 'ns1', 'write-only')] });
    expect(preview).toMatchObject({
      ok: true,
      value: [
        {
          serverName: 'web1.example.net',
          memberName: 'ns1.example.net',
          current: 'sync',
          channel: 'pages',
          refusal: null,
        },
      ],
    });
    const [first] = preview.ok ? preview.value : [];
    expect(first?.effects.length).toBeGreaterThan(0);
    expect(JSON.stringify(first?.requests)).toContain('changeclusterdns');
    expect(JSON.stringify(preview)).not.toContain(fleet.tokens().tokens['web1']);
    expect(lab.sent).toHaveLength(length);
  });

  it('refuses with the reason where no channel can', async () => {
    await open();
    const refusal = async (wanted: RoleChange) => {
      const preview = await lab.services.roles.preview({ changes: [wanted] });
      return preview.ok ? preview.value[0]?.refusal : null;
    };
    expect(await refusal(change('ns3', 'ns1', 'sync'))).toMatchObject({ code: 'whm.unsupported' });
    expect(await refusal({ server: 'web8', member: 'softlayer', role: 'sync' })).toMatchObject({
      code: 'whm.unsupported',
    });
    expect(await refusal({ server: 'web1', member: '192.0.2.1', role: 'sync' })).toMatchObject({
      code: 'input.invalid',
    });
    expect(await refusal(change('nobody', 'ns1', 'sync'))).toMatchObject({ code: 'servers.unknown' });
    expect(await refusal(change('ns5', 'ns4', 'sync'))).toMatchObject({ code: 'whm.unsupported' });
    await lab.services.vault.lock({});
    expect(await refusal(change('web1', 'ns1', 'write-only'))).toMatchObject({ code: 'vault.locked' });
  });
});

describe('a role change', () => {
  it('is sent once, read back and then shown', async () => {
    await open();
    const outcomes = await apply(change('web1', 'ns1', 'write-only'), change('web2', 'ns1', 'standalone'));
    expect(outcomes).toMatchObject([
      { server: 'web1', state: 'verified', roleNow: 'write-only', error: null },
      { server: 'web2', state: 'verified', roleNow: 'standalone', error: null },
    ]);
    expect([trueRole('web1', 'ns1'), trueRole('web2', 'ns1')]).toEqual(['write-only', 'standalone']);
    expect(writes()).toBe(2);
    await lab.until(
      ({ links }) => links['web1>ns1']?.role === 'write-only' && links['web2>ns1']?.role === 'standalone',
    );
  });

  it('is failed when WHM says success and nothing has changed', async () => {
    await open(withClients(() => ({ changeRole: () => Promise.resolve(ok({ message: 'The new role is set.' })) })));
    expect(await apply(change('web1', 'ns1', 'write-only'))).toMatchObject([
      { state: 'failed', roleNow: 'sync', error: { code: 'whm.rejected' } },
    ]);
  });

  it('is verified when the answer was lost but the change was made, and not sent again', async () => {
    await open(
      withClients((client) => ({
        async changeRole(member, role) {
          await client.changeRole(member, role);
          return failure('whm.unreachable', 'The answer was lost.');
        },
      })),
    );
    expect(await apply(change('web1', 'ns1', 'write-only'))).toMatchObject([
      { state: 'verified', roleNow: 'write-only' },
    ]);
    expect(writes()).toBe(1);
  });

  it('is unverified when it cannot be read back', async () => {
    let sent = false;
    await open(
      withClients((client) => ({
        async changeRole(member, role) {
          sent = true;
          return client.changeRole(member, role);
        },
        readMembers: (channel, signal) =>
          sent ? Promise.resolve(failure('whm.busy', 'Too busy.')) : client.readMembers(channel, signal),
      })),
    );
    expect(await apply(change('web1', 'ns1', 'write-only'))).toMatchObject([
      { state: 'unverified', roleNow: null, error: { code: 'whm.busy' } },
    ]);
  });

  it('leaves no stray role file for a member that does not exist, and sends nothing for one that is so already', async () => {
    await open();
    const outcomes = await apply(
      { server: 'web1', member: '192.0.2.1', role: 'standalone' },
      change('web1', 'ns1', 'sync'),
      { server: 'web8', member: 'softlayer', role: 'standalone' },
    );
    expect(outcomes).toMatchObject([
      { state: 'skipped', error: { code: 'input.invalid' } },
      { state: 'skipped', roleNow: 'sync', error: null },
      { state: 'skipped', error: { code: 'whm.unsupported' } },
    ]);
    expect(fleet.servers.get('web1')?.cluster.strayRoles.size).toBe(0);
    expect(writes()).toBe(0);
  });

  it('stops on a server that refuses the token, and on no other', async () => {
    await open();
    await fleet.setFault('web1', { fault: { kind: 'status', status: 403 } });
    const outcomes = await apply(
      change('web1', 'ns1', 'write-only'),
      change('web4', 'ns1', 'standalone'),
      change('web1', 'ns2', 'write-only'),
    );
    expect(outcomes.map(({ server, state }) => [server, state])).toEqual([
      ['web1', 'skipped'],
      ['web4', 'verified'],
      ['web1', 'skipped'],
    ]);
    expect(trueRole('web1', 'ns1')).toBe('sync');
  });
});
