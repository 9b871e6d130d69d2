import { expect, it } from 'vitest';
import { fleetOf, member, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import { linksAt } from './links-at.ts';

it('finds the links of either direction, each once, and none of a stranger', () => {
  const { servers, observations } = fleetOf([
    observed('s1', 'cpanel', [member('10.0.0.2', 'sync'), member('10.0.0.1', 'sync')]),
    observed('s2', 'cpanel', [member('10.0.0.1', 'sync')]),
  ]);
  const topology = buildTopology(servers, observations);
  const ids = (node: string) => linksAt(topology, node).map(({ id }) => id);
  expect(ids('s1').toSorted()).toEqual(['s1>s1', 's1>s2', 's2>s1']);
  expect(ids('s2').toSorted()).toEqual(['s1>s2', 's2>s1']);
  expect(ids('s3')).toEqual([]);
});
