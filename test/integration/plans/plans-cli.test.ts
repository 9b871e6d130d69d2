import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandIo } from '#electron/cli/io.ts';
import { run } from '#electron/cli/run.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';

let fleet: Fleet;
let directory = '';

/** Runs one command as a script would, on the files of the fleet. */
async function nameward(...args: string[]) {
  let out = '';
  let notes = '';
  const io: CommandIo = {
    write: (text) => {
      out += text;
      return true;
    },
    drained: () => Promise.resolve(),
    note: (text) => {
      notes += text;
    },
    colours: false,
    progress: false,
    version: '0.0.0',
    env: { XDG_CONFIG_HOME: directory, XDG_STATE_HOME: directory, APPDATA: directory, LOCALAPPDATA: directory },
    interrupted: new AbortController().signal,
  };
  const files = ['--inventory', join(directory, 'inventory.json'), '--tokens', join(directory, 'tokens.json')];
  const status = await run([...args, ...files, '--plans', join(directory, 'plans')], io);
  return { status, out, notes, json: () => JSON.parse(out) as Record<string, never> };
}
const addressOf = (id: string): string => fleet.servers.get(id)?.address ?? '';
const roleNow = () => fleet.servers.get('web1')?.cluster.members.get(addressOf('ns1'))?.role;
async function planFile(changes: readonly Change[]): Promise<string> {
  const file = join(directory, 'plan.json');
  await writeFile(file, JSON.stringify({ version: 1, changes }));
  return file;
}
const role = (): Change => ({
  kind: 'role',
  server: 'web1',
  as: 'root',
  address: addressOf('ns1'),
  role: 'write-only',
});

beforeAll(async () => {
  fleet = await startFleet({ scenario: 'pairs', servers: 7 });
  directory = await mkdtemp(join(tmpdir(), 'nameward-plans-cli-'));
  await writeFile(join(directory, 'inventory.json'), JSON.stringify(fleet.inventory()));
  await writeFile(join(directory, 'tokens.json'), JSON.stringify(fleet.tokens()), { mode: 0o600 });
});
afterAll(async () => {
  await fleet.close();
  await rm(directory, { recursive: true, force: true });
});

describe('plans on the command line', () => {
  it('shows a plan and changes nothing', async () => {
    const file = await planFile([role()]);
    const { status, json, out } = await nameward('plan', file, '--json');
    expect(status).toBe(0);
    expect(json()).toMatchObject({
      plan: {
        id: expect.any(String) as string,
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        steps: [{ id: 's1', change: role(), refusal: null }],
        warnings: [],
      },
    });
    for (const token of Object.values(fleet.tokens().tokens)) expect(out).not.toContain(token);
    expect(roleNow()).toBe('sync');
    const text = await nameward('plan', file);
    expect(text.out).toContain('changeclusterdns.cgi');
    expect(text.out).toContain('Undo: Set the DNS role that was there before.');
  });

  it('applies with consent only, verifies, and undoes', async () => {
    const file = await planFile([role()]);
    const refused = await nameward('apply', file, '--json');
    expect([refused.status, refused.json()]).toMatchObject([2, { error: { code: 'input.invalid' } }]);
    expect(roleNow()).toBe('sync');
    const applied = await nameward('apply', file, '--yes', '--json');
    expect(applied.json()).toMatchObject({
      plan: { state: 'done' },
      steps: [{ id: 's1', state: 'verified', verified: true }],
    });
    expect(applied.status).toBe(0);
    expect(roleNow()).toBe('write-only');
    const { plan } = applied.json() as unknown as { plan: { id: string } };
    const undone = await nameward('undo', plan.id, '--json');
    expect([undone.status, undone.json()]).toMatchObject([
      0,
      { plan: { undoes: plan.id }, steps: [{ verified: true }] },
    ]);
    expect(roleNow()).toBe('sync');
    expect(await nameward('undo', plan.id, '--json')).toMatchObject({ status: 1 });
    expect(await nameward('resume', plan.id, '--json')).toMatchObject({ status: 1 });
  });

  it('says which step failed, and goes on with it', async () => {
    await fleet.setFault('web1', { fault: { kind: 'ignore-writes' } });
    const failed = await nameward('apply', await planFile([role()]), '--yes', '--json');
    expect(failed.status).toBe(1);
    expect(failed.json()).toMatchObject({
      plan: { state: 'failed' },
      steps: [{ state: 'failed', verified: false, error: { code: 'whm.rejected' } }],
    });
    await fleet.clearFaults();
    const { plan } = failed.json() as unknown as { plan: { id: string } };
    const resumed = await nameward('resume', plan.id);
    expect(resumed.status).toBe(0);
    expect(resumed.out).toContain(`nameward undo ${plan.id}`);
    expect((await nameward('undo', plan.id)).status).toBe(0);
  });

  it('refuses what cannot be done, unknown plans and unreadable files', async () => {
    const missing: Change = { kind: 'member.remove', server: 'web1', as: 'root', address: '192.0.2.1' };
    expect(await nameward('plan', await planFile([missing]))).toMatchObject({ status: 1 });
    const applied = await nameward('apply', await planFile([missing]), '--yes', '--json');
    expect([applied.status, applied.json()]).toMatchObject([
      1,
      { error: { code: 'plan.precondition', server: 'web1' } },
    ]);
    expect(await nameward('undo', 'nothing', '--json')).toMatchObject({ status: 1 });
    expect(await nameward('plan', join(directory, 'absent.json'))).toMatchObject({ status: 2 });
    expect(await nameward('plan', await planFile([role()]), '--server', 'web2')).toMatchObject({ status: 2 });
  });

  it('says 3 when a server cannot be reached', async () => {
    await fleet.stopServer('web2');
    const change: Change = { kind: 'clustering', server: 'web2', enabled: false };
    expect(await nameward('plan', await planFile([change]), '--json')).toMatchObject({ status: 3 });
    await fleet.startServer('web2');
  });
});
