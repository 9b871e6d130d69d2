import { expect, it } from 'vitest';
import { isMenuKey } from './context-menu.ts';

it('knows the keys that ask for a menu', () => {
  expect(isMenuKey({ key: 'ContextMenu', shiftKey: false })).toBe(true);
  expect(isMenuKey({ key: 'F10', shiftKey: true })).toBe(true);
  expect(isMenuKey({ key: 'F10', shiftKey: false })).toBe(false);
  expect(isMenuKey({ key: 'Enter', shiftKey: true })).toBe(false);
});
