import { useEffect, useLayoutEffect, useRef } from 'react';
import { closeDialog, useWorkspace, type Dialog } from '#renderer/state/workspace.ts';
import { whenShown, type LoadedPart } from '#renderer/ui/when-shown.tsx';
import { Boundary } from './Boundary.tsx';

type DialogOf<K extends Dialog['kind']> = LoadedPart<{ dialog: Extract<Dialog, { kind: K }>; onClose: () => void }>;

const RoleEditor: DialogOf<'roles'> = whenShown(() => import('#renderer/features/changes/RoleEditor.tsx'));
const AddServer: DialogOf<'add-server'> = whenShown(() => import('#renderer/features/servers/AddServer.tsx'));
const EditServer: DialogOf<'edit-server'> = whenShown(() => import('#renderer/features/servers/EditServer.tsx'));
const RemoveServer: DialogOf<'remove-server'> = whenShown(() => import('#renderer/features/servers/RemoveServer.tsx'));
const AddMember: DialogOf<'add-member'> = whenShown(() => import('#renderer/features/cluster/AddMember.tsx'));
const EditMember: DialogOf<'edit-member'> = whenShown(() => import('#renderer/features/cluster/EditMember.tsx'));
const EditEntry: DialogOf<'edit-entry'> = whenShown(() => import('#renderer/features/cluster/EditEntry.tsx'));
const ResellerMembers: DialogOf<'managing-as'> = whenShown(
  () => import('#renderer/features/cluster/ResellerMembers.tsx'),
);
const Synchronize: DialogOf<'synchronize'> = whenShown(() => import('#renderer/features/cluster/Synchronize.tsx'));
const LeaveCluster: DialogOf<'leave-cluster'> = whenShown(() => import('#renderer/features/cluster/LeaveCluster.tsx'));
const RemoveMembers: DialogOf<'remove-members'> = whenShown(
  () => import('#renderer/features/cluster/RemoveMembers.tsx'),
);
const ClusterOptions: DialogOf<'cluster-options'> = whenShown(
  () => import('#renderer/features/cluster/ClusterOptions.tsx'),
);
const AddNameserver: DialogOf<'add-nameserver'> = whenShown(
  () => import('#renderer/features/cluster/AddNameserver.tsx'),
);
const ReplaceNameserver: DialogOf<'replace-nameserver'> = whenShown(
  () => import('#renderer/features/cluster/ReplaceNameserver.tsx'),
);
const SetUpTrust: DialogOf<'set-up-trust'> = whenShown(() => import('#renderer/features/cluster/SetUpTrust.tsx'));
const Passphrase: DialogOf<'passphrase'> = whenShown(() => import('#renderer/features/vault/Passphrase.tsx'));
const KeysSheet: DialogOf<'keys'> = whenShown(() => import('#renderer/features/palette/KeysSheet.tsx'));
const Palette: DialogOf<'palette'> = whenShown(() => import('#renderer/features/palette/Palette.tsx'));

function dialogElement(dialog: Dialog) {
  switch (dialog.kind) {
    case 'roles':
      return <RoleEditor dialog={dialog} onClose={closeDialog} />;
    case 'add-server':
      return <AddServer dialog={dialog} onClose={closeDialog} />;
    case 'edit-server':
      return <EditServer dialog={dialog} onClose={closeDialog} />;
    case 'remove-server':
      return <RemoveServer dialog={dialog} onClose={closeDialog} />;
    case 'add-member':
      return <AddMember dialog={dialog} onClose={closeDialog} />;
    case 'edit-member':
      return <EditMember dialog={dialog} onClose={closeDialog} />;
    case 'edit-entry':
      return <EditEntry dialog={dialog} onClose={closeDialog} />;
    case 'managing-as':
      return <ResellerMembers dialog={dialog} onClose={closeDialog} />;
    case 'synchronize':
      return <Synchronize dialog={dialog} onClose={closeDialog} />;
    case 'leave-cluster':
      return <LeaveCluster dialog={dialog} onClose={closeDialog} />;
    case 'remove-members':
      return <RemoveMembers dialog={dialog} onClose={closeDialog} />;
    case 'cluster-options':
      return <ClusterOptions dialog={dialog} onClose={closeDialog} />;
    case 'add-nameserver':
      return <AddNameserver dialog={dialog} onClose={closeDialog} />;
    case 'replace-nameserver':
      return <ReplaceNameserver dialog={dialog} onClose={closeDialog} />;
    case 'set-up-trust':
      return <SetUpTrust dialog={dialog} onClose={closeDialog} />;
    case 'passphrase':
      return <Passphrase dialog={dialog} onClose={closeDialog} />;
    case 'keys':
      return <KeysSheet dialog={dialog} onClose={closeDialog} />;
    case 'palette':
      return <Palette dialog={dialog} onClose={closeDialog} />;
  }
}

/** The one open dialog; each is loaded when it is first opened, but for the palette. */
export function Dialogs() {
  const dialog = useWorkspace((state) => state.dialog);
  useFocusReturn(dialog !== null);
  useEffect(() => {
    // Whoever opens it types on at once, and what is typed while it is being loaded would go to the map. When this
    // fails, it is loaded when it is opened.
    const idle = requestIdleCallback(() => void Palette.load().catch(() => undefined));
    return () => cancelIdleCallback(idle);
  }, []);
  if (dialog === null) return null;
  return <Boundary key={dialog.kind}>{dialogElement(dialog)}</Boundary>;
}

/**
 * After a dialog the focus is where it was before, also when one dialog made way for another. A dialog takes the focus
 * only a moment after it is there: what is typed by then must not go to what lies behind it.
 */
function useFocusReturn(open: boolean): void {
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (!open) return;
    before.current = document.activeElement;
    if (before.current instanceof HTMLElement && !before.current.closest('[role=dialog]')) before.current.blur();
    return () => {
      const element = before.current;
      if (element instanceof HTMLElement && element.isConnected) element.focus();
    };
  }, [open]);
}
