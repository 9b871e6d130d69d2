import { expect, it } from 'vitest';
import { pendingSign } from './pending-signs.ts';

it('says without colour what comes, goes and changes', () => {
  expect(pendingSign({ kind: 'added', to: 'sync' })).toBe('+S');
  expect(pendingSign({ kind: 'removed', from: 'write-only' })).toBe('\u00d7W');
  expect(pendingSign({ kind: 'role', from: 'sync', to: 'write-only' })).toBe('S\u2192W');
  expect(pendingSign({ kind: 'role', from: null, to: 'standalone' })).toBe('?\u2192\u2013');
});
