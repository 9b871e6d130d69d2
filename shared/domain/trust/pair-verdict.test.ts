import { expect, it } from 'vitest';
import type { Link, Reason, Topology } from '#shared/domain/topology/topology.ts';
import { pairVerdict, reverseOf } from './pair-verdict.ts';

function link(from: string, to: string, reverseTrust: Link['reverseTrust'], reasons: readonly Reason[] = []): Link {
  return {
    id: `${from}>${to}`,
    from,
    to,
    role: 'sync',
    reverseTrust,
    state: reasons.length > 0 ? 'broken' : 'ok',
    reasons,
    member: {
      address: '10.0.0.1',
      hostname: null,
      user: null,
      module: null,
      role: 'sync',
      disabled: null,
      status: null,
      statusText: null,
      version: null,
      nameserver: null,
      reverseTrust: null,
      debug: null,
      inherited: false,
      polledHostname: null,
      roleText: null,
    },
    source: 'pages',
    at: 0,
  };
}

const there = link('a', 'b', 'yes');
const back = link('b', 'a', 'yes');
const topology: Topology = { nodes: {}, links: { 'a>b': there, 'b>a': back }, clusters: [] };

it('finds the other direction', () => {
  expect(reverseOf(topology, there)).toBe(back);
  expect(reverseOf({ ...topology, links: { 'a>b': there } }, there)).toBeNull();
});

it('names the one-way pair, from whichever side it is looked at', () => {
  const bad = link('a', 'b', 'no', [{ code: 'trust.one-way', message: 'x' }]);
  expect(pairVerdict(bad, null)).toEqual({ title: 'One-way trust', state: 'broken' });
  expect(pairVerdict(back, bad).title).toBe('One-way trust');
});

it('does not call unknown what is fine, nor fine what is unknown', () => {
  expect(pairVerdict(there, back).state).toBe('ok');
  expect(pairVerdict(link('a', 'b', 'not-required'), null).state).toBe('ok');
  expect(pairVerdict(link('a', 'b', 'unknown'), null)).toEqual({ title: 'Reverse trust unknown', state: 'unknown' });
});
