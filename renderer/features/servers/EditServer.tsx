import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { InputOf } from '#shared/contract/index.ts';
import type { Certificate, ServerEntry } from '#shared/contract/servers.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import { call } from '#renderer/api/index.ts';
import { topologyNow } from '#renderer/state/fleet.ts';
import { reportDone } from '#renderer/state/notify.ts';
import type { Dialog } from '#renderer/state/workspace.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Button, Modal } from '#renderer/ui/controls.ts';
import { AcceptedFacts, CertificateCard, Fingerprint } from './CertificateCard.tsx';
import { changeAdvice } from './certificate-change.ts';
import { checkFields, parsePort, parseTags, type FieldErrors, type ServerFields } from './fields.ts';
import { ServerForm } from './ServerForm.tsx';
import classes from './servers.module.css';

interface EditServerProps {
  readonly dialog: Extract<Dialog, { kind: 'edit-server' }>;
  readonly onClose: () => void;
}

function fieldsOf(entry: ServerEntry): ServerFields {
  return {
    name: entry.name,
    host: entry.host,
    port: String(entry.port),
    user: entry.user,
    tags: entry.tags.join(', '),
  };
}

/** Only what differs is sent: an absent field stays as it is. */
function editOf(entry: ServerEntry, fields: ServerFields, port: number): InputOf<'servers.edit'> {
  const [name, host, user, tags] = [fields.name.trim(), fields.host.trim(), fields.user.trim(), parseTags(fields.tags)];
  return {
    id: entry.id,
    ...(name === entry.name ? {} : { name }),
    ...(host === entry.host ? {} : { host }),
    ...(port === entry.port ? {} : { port }),
    ...(user === entry.user ? {} : { user }),
    ...(tags.join() === entry.tags.join() ? {} : { tags }),
  };
}

// oxlint-disable-next-line max-lines-per-function -- one form: its fields, its certificate and its attempt share its values
function Editor({ entry, onClose }: { entry: ServerEntry; onClose: () => void }) {
  const [fields, setFields] = useState(() => fieldsOf(entry));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [seen, setSeen] = useState<Certificate | null>(null);
  const [accepted, setAccepted] = useState(false);
  const [busy, setBusy] = useState<'save' | 'look' | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const token = useRef<HTMLInputElement>(null);
  const pin = entry.certificate?.sha256 ?? null;
  const moved = fields.host.trim() !== entry.host || parsePort(fields.port) !== entry.port;

  const change = (patch: Partial<ServerFields>): void => {
    setFields({ ...fields, ...patch });
    setErrors({});
    if (patch.host === undefined && patch.port === undefined) return;
    setSeen(null);
    setAccepted(false);
  };

  const check = (): number | null => {
    const found = checkFields(fields, topologyNow(), entry.id);
    setErrors(found);
    return Object.keys(found).length > 0 ? null : parsePort(fields.port);
  };

  const look = async (): Promise<void> => {
    const port = check();
    if (port === null) return;
    setBusy('look');
    setError(null);
    const result = await call('servers.inspectCertificate', { host: fields.host.trim(), port });
    setBusy(null);
    if (result.ok) setSeen(result.value);
    else setError(result.error);
  };

  const save = async (): Promise<void> => {
    const port = check();
    const field = token.current;
    if (port === null || field === null) return;
    setBusy('save');
    setError(null);
    const answer = call('servers.edit', {
      ...editOf(entry, fields, port),
      ...(field.value.trim() === '' ? {} : { token: field.value }),
      ...(accepted && seen ? { certificateSha256: seen.trusted ? null : seen.sha256 } : {}),
    });
    field.value = '';
    const result = await answer;
    setBusy(null);
    if (!result.ok) {
      if (result.error.code === 'servers.duplicate') setErrors({ host: result.error.message });
      else setError(result.error);
      return;
    }
    reportDone(`${fields.name.trim() || fields.host.trim()} was saved`);
    onClose();
  };

  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    void save();
  };

  const same = seen !== null && seen.sha256 === pin;
  return (
    <form onSubmit={onSubmit} noValidate>
      <ServerForm
        fields={fields}
        errors={errors}
        onChange={change}
        disabled={busy !== null}
        tokenRef={token}
        tokenLabel={entry.tokenStored ? 'New API token (empty: keep the stored one)' : 'API token (none is stored)'}
        tokenError={null}
      />
      <section className={classes.certificate} aria-label="Accepted certificate">
        <h3>
          {pin === null
            ? 'No certificate is pinned: a known authority must vouch for the host'
            : 'Accepted certificate'}
        </h3>
        {pin === null ? null : <Fingerprint sha256={pin} />}
        <AcceptedFacts certificate={entry.certificate} />
        <div>
          <Button onClick={() => void look()} loading={busy === 'look'}>
            Look at the certificate now
          </Button>
        </div>
        {same ? <p role="status">The server still shows this certificate.</p> : null}
      </section>
      {seen && !same ? (
        <>
          <p className={classes.quiet} data-testid="certificate-change">
            {changeAdvice(entry.certificate, seen)}
          </p>
          <CertificateCard certificate={seen} host={fields.host.trim()} />
          <label className={classes.accept}>
            <input
              type="checkbox"
              checked={accepted}
              data-testid="accept-certificate"
              onChange={(event) => setAccepted(event.currentTarget.checked)}
            />
            Accept this certificate {pin === null ? '' : 'in place of the one above'}
          </label>
        </>
      ) : null}
      {moved && !seen ? (
        <p className={classes.quiet}>The address changes: look at the certificate of the new one before saving.</p>
      ) : null}
      {error ? <ErrorNotice error={error} /> : null}
      <div className="nw-dialog-footer">
        <Button onClick={onClose} disabled={busy !== null}>
          Cancel
        </Button>
        <Button type="submit" variant="filled" loading={busy === 'save'} disabled={moved && !same && !accepted}>
          Save
        </Button>
      </div>
    </form>
  );
}

/** Edits the entry in the list of servers, its token and its accepted certificate. */
export default function EditServer({ dialog, onClose }: EditServerProps) {
  const [entry, setEntry] = useState<ServerEntry | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const { server } = dialog;

  useEffect(() => {
    const controller = new AbortController();
    void call('servers.list', {}, { signal: controller.signal }).then((result) => {
      if (controller.signal.aborted) return;
      if (!result.ok) {
        setError(result.error);
        return;
      }
      const found = result.value.find(({ id }) => id === server);
      if (found) setEntry(found);
      else setError(appError('servers.unknown', 'The server was removed meanwhile.'));
    });
    return () => controller.abort();
  }, [server]);

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title="Edit server"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {error ? <ErrorNotice error={error} /> : null}
      {entry ? <Editor key={entry.id} entry={entry} onClose={onClose} /> : null}
    </Modal>
  );
}
