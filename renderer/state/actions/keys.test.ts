import { expect, it } from 'vitest';
import { isKey } from './keys.ts';
import { shownKeys } from './shown-keys.ts';

function press(key: string, more: Partial<Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>> = {}) {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more } as KeyboardEvent;
}

it('takes Ctrl and Cmd alike', () => {
  expect(isKey('Mod K', press('k', { ctrlKey: true }))).toBe(true);
  expect(isKey('Mod K', press('k', { metaKey: true }))).toBe(true);
  expect(isKey('Mod K', press('k'))).toBe(false);
  expect(isKey('Mod K', press('k', { ctrlKey: true, altKey: true }))).toBe(false);
});

it('takes signs wherever the keyboard has them', () => {
  expect(isKey('/', press('/', { shiftKey: true }))).toBe(true);
  expect(isKey('?', press('?', { shiftKey: true }))).toBe(true);
  expect(isKey('/', press('/', { ctrlKey: true }))).toBe(false);
});

it('names keys as the platform does', () => {
  expect(shownKeys('Mod K', 'linux')).toBe('Ctrl K');
  expect(shownKeys('Mod K', 'darwin')).toBe('\u2318 K');
});
