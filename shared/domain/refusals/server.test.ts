import { describe, expect, it } from 'vitest';
import { fleetOf, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { askingRefusal, logRefusal, logsRefusal, resellersRefusal, tokenRefusal, writingRefusal } from './server.ts';

const closed = { available: false, reason: 'no right' } as const;

function topologyWith(patch: Partial<ServerObservation>): Topology {
  const fleet = fleetOf([observed('s1', 'cpanel', []), observed('s2', 'dnsonly', [])]);
  const observations = Object.entries(fleet.observations).map(([id, each]) => [id, { ...each, ...patch }]);
  return buildTopology(fleet.servers, Object.fromEntries(observations));
}

function nodeOf(topology: Topology, id = 's1'): TopologyNode {
  const node = topology.nodes[id];
  if (!node) throw new Error(`no ${id}`);
  return node;
}

const topology = topologyWith({});
const [open] = Object.values(topology.nodes).flatMap(({ observation }) => observation?.channels ?? []);

describe('a server', () => {
  it('without a token can be asked nothing', () => {
    expect(tokenRefusal(topology, 's1')).toBeNull();
    expect(tokenRefusal(topology, 'elsewhere')).toMatchObject({
      code: 'server.no-token',
      subject: { kind: 'server', id: 'elsewhere' },
    });
    const stranger = { ...nodeOf(topology), id: 'elsewhere' };
    for (const rule of [askingRefusal, logRefusal, resellersRefusal]) {
      expect(rule(topology, stranger)?.code).toBe('server.no-token');
    }
  });

  it('is changed by pages or by command, and by neither not', () => {
    const channels = open as NonNullable<typeof open>;
    const byOne = topologyWith({ channels: { ...channels, pages: closed } });
    const byNone = topologyWith({ channels: { ...channels, pages: closed, command: closed } });
    expect(writingRefusal(topology, 's1')).toBeNull();
    expect(writingRefusal(byOne, 's1')).toBeNull();
    expect(writingRefusal(byNone, 's1')).toMatchObject({ code: 'server.read-only-token' });
    expect(logsRefusal(topology, ['s1', 'elsewhere'])).toBeNull();
    expect(logsRefusal(byNone, ['s1', 's2'])?.code).toBe('server.no-command');
  });

  it('that is suspended is not asked before the user acts', () => {
    const contact = {
      state: 'suspended',
      at: 1,
      since: 1,
      failure: { code: 'whm.unauthorized', message: 'no' },
    } as const;
    const suspended = topologyWith({ contact });
    expect(askingRefusal(suspended, nodeOf(suspended))?.code).toBe('server.suspended');
    expect(askingRefusal(topology, nodeOf(topology))).toBeNull();
  });

  it('has resellers only with cPanel & WHM', () => {
    expect(resellersRefusal(topology, nodeOf(topology))).toBeNull();
    expect(resellersRefusal(topology, nodeOf(topology, 's2'))?.code).toBe('server.no-resellers');
  });
});
