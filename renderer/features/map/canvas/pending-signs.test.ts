import { expect, it } from 'vitest';
import { pendingSign, pendingText } from './pending-signs.ts';

it('says without colour what comes, goes and changes', () => {
  expect(pendingSign({ kind: 'added', to: 'sync' })).toBe('+S');
  expect(pendingSign({ kind: 'removed', from: 'write-only' })).toBe('\u00d7W');
  expect(pendingSign({ kind: 'role', from: 'sync', to: 'write-only' })).toBe('S\u2192W');
  expect(pendingSign({ kind: 'role', from: null, to: 'standalone' })).toBe('?\u2192\u2013');
});

it('counts what a line of a group stands for', () => {
  const added = { kind: 'added', to: 'sync' } as const;
  expect(pendingText([added])).toBe('+S');
  expect(pendingText([added, added, added])).toBe('3 +S');
  expect(pendingText([added, { kind: 'enabled' }])).toBe('2 changes');
});
