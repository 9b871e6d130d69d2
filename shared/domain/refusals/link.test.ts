import { describe, expect, it } from 'vitest';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Link, Topology } from '#shared/domain/topology/topology.ts';
import { entryRefusal, isOneWay, mendingRefusal } from './link.ts';

const closed = { available: false, reason: 'no ACL clustering' } as const;

function topologyWith(patch: (observation: ServerObservation) => ServerObservation): Topology {
  const fleet = fleetOf([
    observed('s1', 'cpanel', [member('10.0.0.2', 'sync'), member('192.0.2.9', 'sync')]),
    observed('s2', 'cpanel', []),
  ]);
  const observations = Object.fromEntries(
    Object.entries(fleet.observations).map(([id, each]) => [id, id === 's1' ? patch(each) : each]),
  );
  return buildTopology(fleet.servers, observations);
}

const topology = topologyWith((each) => each);
const linkTo = (end: string, whole = topology): Link => {
  const link = Object.values(whole.links).find(({ to }) => to === end);
  if (!link) throw new Error(`no link to ${end}`);
  return link;
};

describe('an entry', () => {
  it('can be changed where nothing speaks against it', () => {
    expect(entryRefusal(topology, linkTo('s2'))).toBeNull();
  });

  it('cannot be changed by pages that are closed to us, nor where it is inherited, nor without a token', () => {
    const shut = topologyWith((each) => ({ ...each, channels: { ...each.channels, pages: closed } }));
    expect(entryRefusal(shut, linkTo('s2', shut))).toMatchObject({
      code: 'link.no-pages',
      subject: { kind: 'link', id: 's1>s2' },
      message: expect.stringContaining('no ACL clustering'),
    });
    const link = linkTo('s2');
    expect(entryRefusal(topology, { ...link, member: { ...link.member, inherited: true } })?.code).toBe(
      'link.inherited',
    );
    expect(entryRefusal(topology, { ...link, from: 'member:192.0.2.9' })?.code).toBe('server.no-token');
  });
});

describe('trust one way', () => {
  it('is known by its reasons, and can be mended where the far side is a server of ours', () => {
    expect(isOneWay(linkTo('s2'))).toBe(true);
    expect(mendingRefusal(topology, linkTo('s2'))).toBeNull();
    expect(mendingRefusal(topology, linkTo('member:192.0.2.9'))).toMatchObject({
      code: 'link.far-end',
      next: expect.stringMatching(/\w/),
    });
    expect(isOneWay({ ...linkTo('s2'), reasons: [], reverseTrust: 'yes' })).toBe(false);
  });
});
