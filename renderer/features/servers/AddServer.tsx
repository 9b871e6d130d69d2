import { useRef, useState, type FormEvent } from 'react';
import type { OutputOf } from '#shared/contract/index.ts';
import type { Certificate } from '#shared/contract/servers.ts';
import type { AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { topologyNow } from '#renderer/state/fleet.ts';
import { inspect, type Dialog } from '#renderer/state/workspace.ts';
import { ChannelList } from '#renderer/ui/ChannelList.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Button, Modal } from '#renderer/ui/controls.ts';
import { CertificateCard } from './CertificateCard.tsx';
import { checkFields, newServer, parsePort, parseTags, type FieldErrors, type ServerFields } from './fields.ts';
import { ServerForm } from './ServerForm.tsx';
import classes from './servers.module.css';

interface AddServerProps {
  readonly dialog: Extract<Dialog, { kind: 'add-server' }>;
  readonly onClose: () => void;
}

/** Host, user and token; then the certificate, which must be accepted before anything is sent; then what was found. */
// oxlint-disable-next-line max-lines-per-function -- one form: its fields, its certificate and its attempt share its values
export default function AddServer({ onClose }: AddServerProps) {
  const [fields, setFields] = useState<ServerFields>(newServer);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [tokenError, setTokenError] = useState<string | null>(null);
  const [certificate, setCertificate] = useState<Certificate | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [added, setAdded] = useState<OutputOf<'servers.add'> | null>(null);
  const token = useRef<HTMLInputElement>(null);

  const change = (patch: Partial<ServerFields>): void => {
    setFields({ ...fields, ...patch });
    setErrors({});
    // Another host has another certificate.
    if (patch.host !== undefined || patch.port !== undefined) setCertificate(null);
  };

  const refuseEmptyToken = (): boolean => {
    const empty = token.current?.value.trim() === '';
    setTokenError(empty ? 'Enter the API token.' : null);
    if (empty) token.current?.focus();
    return empty;
  };

  const lookAtCertificate = async (port: number): Promise<void> => {
    setBusy(true);
    const result = await call('servers.inspectCertificate', { host: fields.host.trim(), port });
    setBusy(false);
    if (result.ok) setCertificate(result.value);
    else setError(result.error);
  };

  const add = async (port: number, seen: Certificate): Promise<void> => {
    const field = token.current;
    if (field === null) return;
    setBusy(true);
    const answer = call('servers.add', {
      name: fields.name.trim(),
      host: fields.host.trim(),
      port,
      user: fields.user.trim(),
      token: field.value,
      tags: parseTags(fields.tags),
      certificateSha256: seen.trusted ? null : seen.sha256,
    });
    // It is on its way to the keychain; the page has no more need of it, whatever the answer is.
    field.value = '';
    const result = await answer;
    setBusy(false);
    if (result.ok) {
      setAdded(result.value);
      return;
    }
    if (result.error.code === 'servers.duplicate') setErrors({ host: result.error.message });
    else setError(result.error);
    setTokenError(
      result.error.code === 'whm.unauthorized'
        ? 'WHM refused this token. Enter it again.'
        : 'Enter the token again to go on.',
    );
    if (result.error.code === 'whm.tls-changed' || result.error.code === 'whm.tls-untrusted') setCertificate(null);
    // Enabled again only after the next render.
    requestAnimationFrame(() => field.focus());
  };

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setError(null);
    const found = checkFields(fields, topologyNow(), null);
    setErrors(found);
    const port = parsePort(fields.port);
    if (Object.keys(found).length > 0 || port === null || refuseEmptyToken()) return;
    if (certificate === null) void lookAtCertificate(port);
    else void add(port, certificate);
  };

  if (added !== null) {
    return (
      // Keys of their own: only a dialog that is opened anew moves the focus into itself.
      <Modal
        key="added"
        opened
        onClose={onClose}
        title={`${fields.name.trim() || fields.host.trim()} was added`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <p className={classes.quiet}>How this server can be reached with its token:</p>
        <ChannelList channels={added.channels} />
        <div className="nw-dialog-footer">
          <Button
            onClick={() => {
              setAdded(null);
              setFields(newServer);
              setCertificate(null);
            }}
          >
            Add another
          </Button>
          <Button
            variant="filled"
            data-autofocus
            data-testid="add-server-done"
            onClick={() => {
              onClose();
              inspect({ kind: 'node', id: added.id });
            }}
          >
            Show it
          </Button>
        </div>
      </Modal>
    );
  }
  return (
    <Modal
      key="form"
      opened
      onClose={busy ? () => undefined : onClose}
      closeOnClickOutside={false}
      title="Add a server"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={onSubmit} noValidate data-testid="add-server-form">
        <ServerForm
          fields={fields}
          errors={errors}
          onChange={change}
          disabled={busy}
          tokenRef={token}
          tokenLabel="API token"
          tokenError={tokenError}
        />
        {error ? (
          <div className={classes.error}>
            <ErrorNotice error={error} />
          </div>
        ) : null}
        {certificate ? <CertificateCard certificate={certificate} host={fields.host.trim()} /> : null}
        <div className="nw-dialog-footer">
          <span className={classes.quiet}>
            {certificate ? null : 'Nothing is sent before you have seen the certificate.'}
          </span>
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          {certificate ? (
            <Button type="submit" variant="filled" loading={busy} data-testid="accept-certificate">
              {certificate.trusted ? 'Add server' : 'Accept this certificate and add'}
            </Button>
          ) : (
            <Button type="submit" variant="filled" loading={busy} data-testid="show-certificate">
              Show certificate
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}
