import { useContextMenu } from '#renderer/state/context-menu.ts';
import { useVault } from '#renderer/state/vault.ts';
import { useWorkspace } from '#renderer/state/workspace.ts';
import { perform } from './action.ts';
import { windowActions } from './window.ts';

/** @returns whether a key event is the one that `keys` names */
export function isKey(keys: string, event: KeyboardEvent): boolean {
  const mod = keys.startsWith('Mod ');
  const key = mod ? keys.slice('Mod '.length) : keys;
  return mod === (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === key.toLowerCase();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/**
 * Listens for the keys of the window's actions. A dialog, a menu, the lock screen and the first screen keep the
 * keyboard to themselves, and bare keys do nothing while text is typed.
 * @returns a function that ends it
 */
export function listenForKeys(): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || useWorkspace.getState().dialog !== null) return;
    if (useContextMenu.getState().open !== null) return;
    if (useVault.getState().vault?.locked !== false) return;
    const action = windowActions.find(({ keys }) => keys !== undefined && isKey(keys, event));
    if (action?.keys === undefined) return;
    if (action.keys.length === 1 && isTyping(event.target)) return;
    event.preventDefault();
    perform(action, null);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
