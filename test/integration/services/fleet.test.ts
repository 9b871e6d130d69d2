import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerObservation } from '#shared/domain/topology/observation.ts';
import { defaultSettings } from '#shared/contract/settings-defaults.ts';
import { startFleet, type Fault, type Fleet } from '#simulator/index.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

let fleet: Fleet;
let labs: Lab[] = [];
const open = async (
  ...options: Parameters<typeof openLab> extends [Fleet, ...infer Rest] ? Rest : never
): Promise<Lab> => {
  const lab = await openLab(fleet, ...options);
  labs.push(lab);
  return lab;
};
const observed = (lab: Lab, id: string): ServerObservation => {
  const observation = lab.topology().nodes[id]?.observation;
  if (!observation) throw new Error(`${id} was not observed`);
  return observation;
};
const everybody = { ids: null };

beforeEach(async () => {
  fleet = await startFleet();
});
afterEach(async () => {
  await Promise.all(labs.map((lab) => lab.services.close()));
  labs = [];
  await fleet.close();
});

describe('the fleet observer', () => {
  it('shows the whole lab, live once each server was tried', async () => {
    const lab = await open();
    expect(lab.events[0]).toMatchObject({ kind: 'snapshot', live: false });
    lab.services.fleet.start();
    await lab.until((_topology, live) => live);
    const topology = lab.topology();
    expect(Object.values(topology.nodes).filter((node) => node.kind === 'server')).toHaveLength(14);
    expect(topology.clusters).toHaveLength(2);
    expect(observed(lab, 'ns5').contact).toMatchObject({ state: 'failed', failure: { code: 'whm.unreachable' } });
    expect(observed(lab, 'web1').members?.value.partial).toBe(false);
    expect(observed(lab, 'ns3').members).toMatchObject({ source: 'peer', value: { partial: true } });
    expect(observed(lab, 'ns3').clustering).toBe(null);
    expect(observed(lab, 'web7').members).toMatchObject({ source: 'pages', value: { partial: false } });
    await lab.until(({ links }) => links['web7>ns4']?.reverseTrust === 'no');
    await lab.until(({ links }) => links['web6>ns4']?.reverseTrust === 'yes');
    expect(topology.links['web6>ns5']).toMatchObject({ state: 'disabled' });
  });

  it('starts on what was known last, with its age', async () => {
    const first = await open();
    await first.services.fleet.refresh(everybody);
    const known = first.topology();
    await first.services.close();
    expect(JSON.stringify(first.memory.data)).not.toContain(fleet.tokens().tokens['web1']);

    const second = await open({ memory: first.memory });
    expect(second.events[0]).toMatchObject({ kind: 'snapshot', live: false });
    expect(second.topology()).toEqual(known);
    expect(second.sent).toEqual([]);
  });

  it('keeps the last known facts of a server that goes away', async () => {
    const lab = await open();
    await lab.services.fleet.refresh(everybody);
    const before = observed(lab, 'web1');
    await fleet.stopServer('web1');
    await lab.services.fleet.refresh({ ids: ['web1'] });
    expect(observed(lab, 'web1')).toEqual({
      ...before,
      contact: expect.objectContaining({ state: 'failed' }) as never,
    });
  });

  const faults: readonly [Fault, string][] = [
    [{ kind: 'slow', delayMs: 20_000 }, 'whm.unreachable'],
    [{ kind: 'refuse' }, 'whm.unreachable'],
    [{ kind: 'reset' }, 'whm.unreachable'],
    [{ kind: 'half-answer' }, 'whm.unreachable'],
    [{ kind: 'not-json' }, 'whm.protocol'],
    [{ kind: 'changed-certificate' }, 'whm.tls-changed'],
    [{ kind: 'status', status: 401 }, 'whm.unauthorized'],
    [{ kind: 'status', status: 403 }, 'whm.unauthorized'],
    [{ kind: 'status', status: 429 }, 'whm.busy'],
    [{ kind: 'status', status: 500 }, 'whm.protocol'],
    [{ kind: 'status', status: 503 }, 'whm.busy'],
  ];
  it('gives each fault its own words, and none stops the others', async () => {
    const victims = ['web1', 'web2', 'web3', 'web4', 'web5', 'hub1', 'ns1', 'ns2', 'web6', 'web7', 'web8'];
    await Promise.all(faults.map(([fault], index) => fleet.setFault(victims[index] ?? '', { fault })));
    const lab = await open();
    lab.services.fleet.start();
    await lab.until(({ nodes }) => nodes['ns4']?.observation?.contact.state === 'reachable');
    await lab.until((_topology, live) => live);
    const words = new Set<string>();
    for (const [index, [fault, code]] of faults.entries()) {
      const { contact } = observed(lab, victims[index] ?? '');
      expect([fault, contact.failure?.code]).toEqual([fault, code]);
      words.add(contact.failure?.message.replace(/^\S+ /, '') ?? '');
    }
    // 401 and 403 mean the same; 429 and 503 differ by their number.
    expect(words.size).toBeGreaterThanOrEqual(faults.length - 1);
  });

  it('lets nobody wait for servers that hang', async () => {
    const hanging = ['web1', 'web2', 'web3', 'web4'];
    for (const id of hanging) await fleet.setFault(id, { fault: { kind: 'slow', delayMs: 60_000 } });
    const lab = await open();
    lab.services.fleet.start();
    await lab.until(({ nodes }) =>
      ['web5', 'hub1', 'ns1', 'ns2', 'ns3', 'web6', 'ns4'].every(
        (id) => nodes[id]?.observation?.contact.state === 'reachable',
      ),
    );
    for (const id of hanging) expect(observed(lab, id).contact.state).not.toBe('reachable');
  });
});

describe('a refused token', () => {
  const refusals = (id: string): number =>
    fleet.events().events.filter((event) => event.kind === 'authentication-failed' && event.server === id).length;

  it('is tried once, not again until the user acts', async () => {
    const lab = await open({ tokens: { web1: 'WRONG' }, settings: { ...defaultSettings, pollSeconds: 5 } });
    lab.services.fleet.start();
    await lab.until((_topology, live) => live);
    expect(observed(lab, 'web1').contact).toMatchObject({ state: 'suspended', failure: { code: 'whm.unauthorized' } });
    await lab.services.fleet.refresh(everybody);
    await lab.services.fleet.refresh({ ids: ['web1'] });
    await new Promise((resolve) => {
      setTimeout(resolve, 6000);
    });
    expect(refusals('web1')).toBe(1);

    await lab.services.servers.retry({ id: 'web1' });
    await lab.services.fleet.refresh({ ids: ['web1'] });
    expect(refusals('web1')).toBe(2);

    const token = fleet.tokens().tokens['web1'] ?? '';
    expect((await lab.services.servers.edit({ id: 'web1', token })).ok).toBe(true);
    await lab.until(({ nodes }) => nodes['web1']?.observation?.contact.state === 'reachable');
    expect(refusals('web1')).toBe(2);
  });

  it('costs a server without a stored token no request at all', async () => {
    const lab = await open({ only: ['web1'] });
    lab.secrets.held.clear();
    await lab.services.fleet.refresh(everybody);
    expect(observed(lab, 'web1').contact).toMatchObject({ state: 'suspended', failure: { code: 'keychain.missing' } });
    expect(lab.sent).toEqual([]);
  });
});

describe('the lock', () => {
  it('ends polling and tails, and unlocking begins again', async () => {
    const lab = await open({ settings: { ...defaultSettings, pollSeconds: 5 } });
    lab.services.fleet.start();
    await lab.until((_topology, live) => live);
    const items: unknown[] = [];
    const ended = new Promise((resolve) => {
      lab.services.logs.tail({ servers: ['web1'], lines: 5 }, { item: (item) => items.push(item), end: resolve });
    });
    await lab.services.vault.lock({});
    expect(await ended).toMatchObject({ code: 'vault.locked' });
    expect(items.at(-1)).toMatchObject({ kind: 'tail', state: 'ended', error: { code: 'vault.locked' } });
    const { length } = lab.sent;
    await lab.services.fleet.refresh(everybody);
    await new Promise((resolve) => {
      setTimeout(resolve, 6500);
    });
    expect(lab.sent).toHaveLength(length);
    await lab.services.vault.unlock({ passphrase: null });
    await lab.services.fleet.refresh(everybody);
    expect(lab.sent.length).toBeGreaterThan(length);
  });
});
