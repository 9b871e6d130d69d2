import type { WindowActionId } from '#shared/contract/window-actions.ts';
import { refusal } from '#shared/domain/refusals/refusal.ts';
import { closeContextMenu } from '#renderer/state/context-menu.ts';
import { reportRefusal } from '#renderer/state/notify.ts';
import { useVault } from '#renderer/state/vault.ts';
import { watchStream } from '#renderer/state/watch.ts';
import { useWorkspace } from '#renderer/state/workspace.ts';
import { perform } from './action.ts';
import { windowActions } from './window.ts';

const dialogOpen = refusal(
  'view.dialog-open',
  { kind: 'window' },
  'A dialog is open, and what was entered there would be lost.',
);

/**
 * Does what was chosen in the native menu. The lock screen and an open dialog keep it from happening, as they do with
 * keys.
 */
export function chosenInMenu(id: WindowActionId): void {
  if (useVault.getState().vault?.locked !== false) return;
  const action = windowActions.find((each) => each.id === id);
  if (action === undefined) return;
  closeContextMenu();
  if (useWorkspace.getState().dialog === null) perform(action, null);
  else reportRefusal(action.title, dialogOpen);
}

/** @returns a function that ends it */
export function watchMenu(): () => void {
  return watchStream(
    'app.watchMenu',
    {},
    {
      take(items) {
        for (const { action } of items) chosenInMenu(action);
        return true;
      },
      // It is opened again by itself.
      ended: () => {},
    },
  );
}
