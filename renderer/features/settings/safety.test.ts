import { expect, it } from 'vitest';
import { levelOf, withLevel } from './safety.ts';

it('takes the strictest level that a server of a cluster carries, confirm where none does', () => {
  expect(levelOf(['a', 'b'], {})).toBe('confirm');
  expect(levelOf(['a'], { a: 'open' })).toBe('open');
  expect(levelOf(['a', 'b'], { a: 'open' })).toBe('open');
  expect(levelOf(['a', 'b'], { a: 'read-only', b: 'open' })).toBe('read-only');
});

it('sets every server of a cluster and no other', () => {
  expect(withLevel(['a', 'b'], 'type-name', { b: 'open', c: 'read-only' })).toEqual({
    a: 'type-name',
    b: 'type-name',
    c: 'read-only',
  });
});
