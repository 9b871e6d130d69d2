import { expect, it } from 'vitest';
import { windowActionNames } from '#shared/contract/window-actions.ts';
import { acceleratorOf } from './menu-keys.ts';

it('shows keys with a modifier and keys of their own, and takes none that is typed', () => {
  expect(acceleratorOf('Mod K')).toBe('CmdOrCtrl+K');
  expect(acceleratorOf('F5')).toBe('F5');
  expect(acceleratorOf('/')).toBeNull();
  expect(acceleratorOf('m')).toBeNull();
});

it('knows the keys of every action', () => {
  const bare = windowActionNames.flatMap(({ keys }) => (keys !== null && acceleratorOf(keys) === null ? [keys] : []));
  expect(bare.every((keys) => keys.length === 1)).toBe(true);
});
