import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LabControl, labControl } from '#simulator/control/client.ts';
import type { Inventory, Tokens } from './index.ts';
import { type Lab, runLab } from './lab.ts';
import { bySession } from '#simulator/clients/page-client.ts';
import { call } from '#simulator/clients/small-fleet.ts';

let directory: string;
let lab: Lab;
let control: LabControl;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'nameward-lab-test-'));
  lab = await runLab({ dir: join(directory, 'lab'), scenario: 'default', trickle: false });
  control = labControl(lab.directory);
});
afterEach(async () => {
  await lab.stop();
  rmSync(directory, { recursive: true });
});

const mode = (name: string) => (statSync(join(lab.directory, name)).mode & 0o777).toString(8);
const read = (name: string): unknown => JSON.parse(readFileSync(join(lab.directory, name), 'utf8'));

describe('runLab', () => {
  it('writes the inventory, the tokens and a control socket that only the owner can open', () => {
    expect(read('inventory.json')).toEqual(lab.fleet.inventory());
    expect(read('tokens.json')).toEqual(lab.fleet.tokens());
    expect([mode('inventory.json'), mode('tokens.json'), mode('control.sock')]).toEqual(['600', '600', '600']);
    const { servers } = read('inventory.json') as Inventory;
    const { tokens } = read('tokens.json') as Tokens;
    expect(Object.keys(tokens)).toEqual(servers.map(({ id }) => id));
    const text = readFileSync(join(lab.directory, 'inventory.json'), 'utf8');
    for (const token of Object.values(tokens)) expect(text).not.toContain(token);
  });

  it('takes the tokens away when it stops, once however often it is told', async () => {
    await Promise.all([lab.stop(), lab.stop(), lab.stopped]);
    expect(existsSync(join(lab.directory, 'tokens.json'))).toBe(false);
    expect(existsSync(join(lab.directory, 'control.sock'))).toBe(false);
    expect(existsSync(join(lab.directory, 'inventory.json'))).toBe(true);
    await expect(control.state()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('has a temporary folder when none is given', async () => {
    let ready = '';
    const other = await runLab({ servers: 2, onReady: (where) => (ready = where) });
    expect(ready).toBe(other.directory);
    expect(existsSync(join(ready, 'tokens.json'))).toBe(true);
    await other.stop();
    expect(existsSync(ready)).toBe(false);
  });

  it('leaves nothing behind when it cannot start', async () => {
    await expect(runLab({ dir: join(directory, 'bad'), scenario: 'nonsense' })).rejects.toThrow('nonsense');
    expect(existsSync(join(directory, 'bad', 'tokens.json'))).toBe(false);
  });
});

describe('the control', () => {
  it('shows the state and the events', async () => {
    expect(await control.state()).toEqual(JSON.parse(JSON.stringify(lab.fleet.state())));
    const { cursor } = await control.events(0);
    const id = lab.fleet.inventory().servers[0]!.id;
    const waiting = control.awaitEvent((event) => event.kind === 'authentication-failed', 3000, cursor);
    await call(lab.fleet, id, '/json-api/version?api.version=1', { token: 'wrong' });
    expect(await waiting).toMatchObject({ server: id, reason: 'invalid token' });
    expect((await control.events(cursor)).events.length).toBeGreaterThan(0);
    await expect(control.awaitEvent(() => false, 50)).rejects.toThrow('No such event within 50 ms.');
  });

  it('sets and clears faults, stops and starts, changes a zone, revokes a token', async () => {
    await control.setFault('web1', { fault: { kind: 'status', status: 503 }, path: '/json-api/', times: 2 });
    expect((await control.state()).servers['web1']?.faults).toHaveLength(1);
    expect((await call(lab.fleet, 'web1', '/json-api/version')).status).toBe(503);
    await control.clearFaults('web1');
    expect((await control.state()).servers['web1']?.faults).toEqual([]);
    await control.stopServer('web2');
    expect((await control.state()).servers['web2']?.listening).toBe(false);
    await control.startServer('web2');
    expect((await control.state()).servers['web2']?.listening).toBe(true);
    const zone = Object.keys((await control.state()).servers['web1']!.zones)[0]!;
    const before = (await control.state()).servers['web1']!.zones[zone]!;
    await control.changeZone('web1', zone);
    expect((await control.state()).servers['web1']!.zones[zone]).toBeGreaterThan(before);
    await control.revokeToken('web1', 'nameward');
    expect((await control.state()).servers['web1']!.tokens.map(({ name }) => name)).not.toContain('nameward');
  });

  it('polls, runs the queue, rotates logs, fills trusted addresses, and ends sessions', async () => {
    const ns1 = lab.fleet.servers.get('ns1')!;
    const web4 = lab.fleet.servers.get('web4')!;
    await control.pollMember('web4', ns1.address);
    expect(web4.cluster.members.get(ns1.address)?.state?.at).toBeGreaterThan(Date.now() / 1000 - 60);
    await expect(control.pollMember('web4', '192.0.2.1', 'hostco')).rejects.toThrow(
      "No such cluster member '192.0.2.1' configured for user 'hostco'.",
    );
    await control.refreshTrustedAddresses('web4');
    expect(web4.trustedAddresses.dnsmaster).toContain(ns1.address);

    await control.stopServer('ns1');
    await control.changeZone('web4', [...web4.zones.keys()][0]!);
    expect(web4.cluster.queue).toHaveLength(1);
    await control.startServer('ns1');
    await control.runQueue('web4');
    expect(web4.cluster.queue).toHaveLength(0);
    await control.rotateLog('web4');
    expect(readFileSync(web4.dnsadminLogFile, 'utf8')).toBe('');

    const open = await bySession(lab.fleet, 'web4');
    expect((await open('/scripts7/clusterstatus')).status).toBe(200);
    expect((await control.state()).servers['web4']?.sessions).toBe(1);
    await control.expireSessions('web4');
    expect((await open('/scripts7/clusterstatus')).status).toBe(401);
    await control.setFault('web4', { fault: { kind: 'foreign-page' }, path: '/scripts7/', times: 1 });
    await control.setFault('web4', { fault: { kind: 'ignore-writes' } });
    expect((await control.state()).servers['web4']?.faults).toHaveLength(2);
  });

  it('refuses what it does not understand, in words', async () => {
    await expect(control.stopServer('nowhere')).rejects.toThrow('The fleet has no server nowhere.');
    const wrong = { fault: { kind: 'status', status: 418 } } as unknown as Parameters<LabControl['setFault']>[1];
    await expect(control.setFault('web1', wrong)).rejects.toThrow('“status” must be 401, 403, 429, 500 or 503.');
  });
});
