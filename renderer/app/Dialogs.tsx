import { lazy, Suspense, useEffect, useRef, type ComponentType, type LazyExoticComponent } from 'react';
import { closeDialog, useWorkspace, type Dialog } from '../state/workspace.ts';
import { Boundary } from './Boundary.tsx';

type DialogOf<K extends Dialog['kind']> = LazyExoticComponent<
  ComponentType<{ dialog: Extract<Dialog, { kind: K }>; onClose: () => void }>
>;

const RoleEditor: DialogOf<'roles'> = lazy(() => import('../features/roles/RoleEditor.tsx'));
const AddServer: DialogOf<'add-server'> = lazy(() => import('../features/servers/AddServer.tsx'));
const EditServer: DialogOf<'edit-server'> = lazy(() => import('../features/servers/EditServer.tsx'));
const RemoveServer: DialogOf<'remove-server'> = lazy(() => import('../features/servers/RemoveServer.tsx'));
const AddMember: DialogOf<'add-member'> = lazy(() => import('../features/cluster/AddMember.tsx'));
const EditMember: DialogOf<'edit-member'> = lazy(() => import('../features/cluster/EditMember.tsx'));
const EditEntry: DialogOf<'edit-entry'> = lazy(() => import('../features/cluster/EditEntry.tsx'));
const ResellerMembers: DialogOf<'managing-as'> = lazy(() => import('../features/cluster/ResellerMembers.tsx'));
const Synchronize: DialogOf<'synchronize'> = lazy(() => import('../features/cluster/Synchronize.tsx'));
const ClusterOptions: DialogOf<'cluster-options'> = lazy(() => import('../features/cluster/ClusterOptions.tsx'));
const AddNameserver: DialogOf<'add-nameserver'> = lazy(() => import('../features/cluster/AddNameserver.tsx'));
const ReplaceNameserver: DialogOf<'replace-nameserver'> = lazy(
  () => import('../features/cluster/ReplaceNameserver.tsx'),
);
const SetUpTrust: DialogOf<'set-up-trust'> = lazy(() => import('../features/cluster/SetUpTrust.tsx'));
const Passphrase: DialogOf<'passphrase'> = lazy(() => import('../features/vault/Passphrase.tsx'));
const KeysSheet: DialogOf<'keys'> = lazy(() => import('../features/palette/KeysSheet.tsx'));
const Palette: DialogOf<'palette'> = lazy(() => import('../features/palette/Palette.tsx'));

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

/** The one open dialog; each is loaded when it is first opened. */
export function Dialogs() {
  const dialog = useWorkspace((state) => state.dialog);
  useFocusReturn(dialog !== null);
  if (dialog === null) return null;
  return (
    <Boundary key={dialog.kind}>
      <Suspense fallback={null}>{dialogElement(dialog)}</Suspense>
    </Boundary>
  );
}

/** After a dialog the focus is where it was before, also when one dialog made way for another. */
function useFocusReturn(open: boolean): void {
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (!open) return;
    before.current = document.activeElement;
    return () => {
      const element = before.current;
      if (element instanceof HTMLElement && element.isConnected) element.focus();
    };
  }, [open]);
}
