import { beforeEach, describe, expect, it } from 'vitest';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';
import { useFleet } from '#renderer/state/fleet.ts';
import { useMessages } from '#renderer/state/notify.ts';
import { useWorkspace } from '#renderer/state/workspace.ts';
import { offersOf, perform, type Action } from './action.ts';
import { clusterActions, clusterSubject } from './cluster.ts';
import { groupActions } from './group.ts';
import { linkActions } from './link.ts';
import { linksActions } from './links.ts';
import { logLineActions } from './log-line.ts';
import { menuOf } from './menu.ts';
import { serverActions } from './server.ts';
import { windowActions } from './window.ts';

const tables: readonly (readonly [string, readonly Action<never>[]])[] = [
  ['server', serverActions],
  ['link', linkActions],
  ['links', linksActions],
  ['group', groupActions],
  ['cluster', clusterActions],
  ['log-line', logLineActions],
  ['window', windowActions],
];

describe.each(tables)('the actions of a %s', (_name, actions) => {
  it('have an id and a title of their own, an icon and an answer to whether they may be done', () => {
    expect(actions.length).toBeGreaterThan(0);
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
    expect(new Set(actions.map(({ title }) => title)).size).toBe(actions.length);
    for (const { id, title, icon, refusal, run } of actions) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(icon).toBeTruthy();
      expect(refusal).toBeTypeOf('function');
      expect(run).toBeTypeOf('function');
    }
  });
});

it('no two actions have the same key', () => {
  const keys = tables.flatMap(([, actions]) => actions.flatMap((action) => action.keys ?? []));
  expect(keys.length).toBeGreaterThan(5);
  expect(new Set(keys).size).toBe(keys.length);
});

const { servers, observations } = fleetOf([
  observed('web', 'cpanel', [member('10.0.0.2', 'sync'), member('10.0.0.3', 'sync', { disabled: true })]),
  observed('ns', 'dnsonly', []),
  observed('other', 'cpanel', [member('10.0.0.1', 'sync'), member('192.0.2.9', 'sync')]),
  observed('alone', 'cpanel', []),
]);
const topology = buildTopology(servers, observations);
const suspended: Topology = {
  ...topology,
  nodes: Object.fromEntries(
    Object.entries(topology.nodes).map(([id, node]) => [
      id,
      node.observation === null
        ? node
        : {
            ...node,
            observation: { ...node.observation, contact: { ...node.observation.contact, state: 'suspended' } },
          },
    ]),
  ),
};

function offered(kind: 'server' | 'link', id: string, of = topology): Readonly<Record<string, string | null>> {
  const menu = menuOf({ kind, id }, of);
  return Object.fromEntries((menu?.offers ?? []).map((offer) => [offer.id, offer.refusal?.code ?? null]));
}

beforeEach(() => {
  useWorkspace.setState({ dialog: null, view: 'map', clusterOf: null });
  useMessages.setState({ messages: [] });
  useFleet.setState({ projection: null });
});

describe('a server', () => {
  it('is offered what makes sense for it alone', () => {
    expect(Object.keys(offered('server', 'alone'))).not.toContain('leave-cluster');
    expect(Object.keys(offered('server', 'alone'))).not.toContain('replace-nameserver');
    expect(Object.keys(offered('server', 'web'))).toEqual(
      expect.arrayContaining(['leave-cluster', 'replace-nameserver', 'enable-member']),
    );
    expect(Object.keys(offered('server', 'alone'))).not.toContain('retry');
    expect(Object.keys(offered('server', 'ns'))).not.toContain('direct-links');
    expect(Object.keys(offered('server', 'member:192.0.2.9'))).toEqual([
      'add-as-server',
      'show-on-map',
      'replace-nameserver',
    ]);
  });

  it('that cannot be asked now says so, and is not asked', () => {
    expect(offered('server', 'web')).toMatchObject({ ask: null, 'managing-as-reseller': null });
    expect(offered('server', 'ns')).toMatchObject({ 'managing-as-reseller': 'server.no-resellers' });
    expect(offered('server', 'web', suspended)).toMatchObject({ retry: null, ask: 'server.suspended' });
    const ask = serverActions.find(({ id }) => id === 'ask');
    const node = suspended.nodes['web'];
    if (!ask || !node) throw new Error('nothing to ask');
    perform(ask, { node, topology: suspended });
    expect(useMessages.getState().messages).toMatchObject([
      { title: 'Ask now', because: { code: 'server.suspended' } },
    ]);
  });

  it('that has left the fleet has no menu', () => {
    expect(menuOf({ kind: 'server', id: 'nobody' }, topology)).toBeNull();
    expect(menuOf({ kind: 'link', id: 'a>b' }, topology)).toBeNull();
    expect(menuOf({ kind: 'cluster', anchor: 'alone' }, topology)).toBeNull();
  });
});

describe('a link', () => {
  it('can be enabled where it is disabled, and mended where it trusts one way', () => {
    expect(Object.keys(offered('link', 'web>other'))).toContain('enable-member');
    expect(Object.keys(offered('link', 'web>ns'))).not.toContain('enable-member');
    expect(Object.keys(offered('link', 'web>ns'))).not.toContain('mend-trust');
    expect(offered('link', 'other>member:192.0.2.9')).toMatchObject({ 'tail-log': null, 'edit-role': null });
  });
});

describe('a group and a cluster', () => {
  it('are open or not, shown alone or not', () => {
    const subject = {
      of: { kind: 'group', id: 'g' },
      servers: [],
      topology,
      open: true,
      toggle: () => undefined,
    } as const;
    const offers = offersOf(groupActions, subject);
    expect(offers.map(({ id }) => id)).toEqual(['fold-group', 'ask-all', 'tail-logs', 'cluster-options']);
    expect(offers.slice(1).map(({ refusal }) => refusal?.code)).toEqual([
      'choice.empty',
      'choice.empty',
      'choice.empty',
    ]);
    const cluster = clusterSubject(topology, 'web');
    if (!cluster) throw new Error('no cluster');
    expect(cluster.servers.map(({ id }) => id).toSorted()).toEqual(['ns', 'other', 'web']);
    const ids = (): readonly string[] => offersOf(clusterActions, cluster).map(({ id }) => id);
    expect(ids()[0]).toBe('show-alone');
    useWorkspace.setState({ clusterOf: 'ns' });
    expect(ids()[0]).toBe('show-all');
  });
});

describe('the window', () => {
  it('says what there is nothing for', () => {
    const refused = (): readonly string[] =>
      offersOf(windowActions, null).flatMap(({ id, refusal }) => (refusal ? [id] : []));
    expect(refused()).toEqual(
      expect.arrayContaining(['role', 'enable-members', 'cluster-options', 'preview', 'discard', 'bring-back']),
    );
    expect(refused()).not.toContain('inspector');
    useWorkspace.setState({ view: 'settings' });
    expect(refused()).toEqual(expect.arrayContaining(['inspector', 'filter']));
  });
});

it('a line without a transaction cannot be followed', () => {
  const line = {
    server: 'web',
    at: null,
    level: 'info',
    source: null,
    message: 'm',
    uniqid: null,
    continuation: false,
  } as const;
  const found: string[] = [];
  const subject = { line, text: 'm', filter: (text: string) => void found.push(text) };
  const [copy, transaction, words] = offersOf(logLineActions, subject);
  expect([copy?.refusal, transaction?.refusal?.code, words?.refusal]).toEqual([null, 'log-line.no-transaction', null]);
  transaction?.run();
  words?.run();
  expect(found).toEqual(['m']);
});
