import { useState } from 'react';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { reportDone } from '#renderer/state/notify.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Button, Modal } from '#renderer/ui/controls.ts';
import classes from './servers.module.css';

interface RemoveServerProps {
  readonly dialog: Extract<Dialog, { kind: 'remove-server' }>;
  readonly onClose: () => void;
}

export default function RemoveServer({ dialog, onClose }: RemoveServerProps) {
  const name = useTopology().nodes[dialog.server]?.label ?? dialog.server;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);

  const remove = async (): Promise<void> => {
    setBusy(true);
    const result = await call('servers.remove', { id: dialog.server });
    setBusy(false);
    if (!result.ok) {
      setError(result.error);
      return;
    }
    reportDone(`${name} was removed`);
    onClose();
  };

  return (
    <Modal opened onClose={onClose} title={`Remove ${name}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <p>
        Nameward forgets this server, and its API token is removed from the keychain. The server itself is not touched:
        its DNS cluster, its members and the token on its side stay as they are.
      </p>
      {error ? <ErrorNotice error={error} /> : null}
      <div className="nw-dialog-footer">
        <Button onClick={onClose} data-autofocus disabled={busy}>
          Cancel
        </Button>
        <Button
          className={classes.danger ?? ''}
          loading={busy}
          data-testid="confirm-remove"
          onClick={() => void remove()}
        >
          Remove the server and its token
        </Button>
      </div>
    </Modal>
  );
}
