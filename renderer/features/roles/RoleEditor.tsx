import { useEffect, useState } from 'react';
import type { RoleOutcome, RolePreview } from '#shared/contract/roles.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { safetyOf, type Safety } from '#shared/domain/plan/safety.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { AppError, Result } from '#shared/errors/index.ts';
import { call } from '../../api/index.ts';
import { topologyNow } from '../../state/fleet.ts';
import { addPending } from '../../state/pending.ts';
import { gather } from '../../state/plans.ts';
import { useSettings } from '../../state/settings.ts';
import type { Dialog } from '../../state/workspace.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Button, Loader, Modal, Radio } from '../../ui/controls.ts';
import { roleSentences, roleWords } from '../../ui/roleWords.ts';
import { OutcomeList, outcomeSummary } from './OutcomeList.tsx';
import { PreviewList } from './PreviewList.tsx';
import classes from './RoleEditor.module.css';

const roles: readonly Role[] = ['standalone', 'sync', 'write-only'];

interface RoleEditorProps {
  readonly dialog: Extract<Dialog, { kind: 'roles' }>;
  readonly onClose: () => void;
}

/** Links as they were when the editor opened: the list does not change under the user's hands. */
function useLinks(ids: readonly string[]): readonly Link[] {
  const [links] = useState(() =>
    ids.flatMap((id) => {
      const link = topologyNow().links[id];
      return link ? [link] : [];
    }),
  );
  return links;
}

function changesFor(links: readonly Link[], role: Role) {
  return links.map((link) => ({ server: link.from, member: link.member.address, role }));
}

/** @returns why the roles cannot be changed at once, without a plan; null when they can */
function refusalAtOnce({ level, name }: Safety): string | null {
  if (level === 'read-only') return `The cluster of ${name} is read-only: see Settings, Safety.`;
  if (level === 'type-name') return `The cluster of ${name} wants a name typed: add to changes, then preview.`;
  return null;
}

/** Asks main what the role would do; a newer question cancels the older one. Null while there is no answer. */
function usePreview(links: readonly Link[], role: Role | null): Result<readonly RolePreview[]> | null {
  const [answer, setAnswer] = useState<{ readonly role: Role; readonly result: Result<readonly RolePreview[]> } | null>(
    null,
  );
  useEffect(() => {
    if (role === null || links.length === 0) return;
    const controller = new AbortController();
    void call('roles.preview', { changes: changesFor(links, role) }, { signal: controller.signal }).then((result) => {
      if (!controller.signal.aborted) setAnswer({ role, result });
    });
    return () => controller.abort();
  }, [links, role]);
  return answer !== null && answer.role === role ? answer.result : null;
}

/** Pick a role, see what it will do and the exact requests, apply, and read what is true afterwards. */
export default function RoleEditor({ dialog, onClose }: RoleEditorProps) {
  const links = useLinks(dialog.links);
  const [role, setRole] = useState<Role | null>(null);
  const preview = usePreview(links, role);
  const [applying, setApplying] = useState(false);
  const [outcomes, setOutcomes] = useState<readonly RoleOutcome[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  const previews = preview?.ok ? preview.value : [];
  const possible = previews.filter(({ refusal }) => refusal === null);
  const safety = useSettings((state) => state.settings.safety);
  const careful = refusalAtOnce(
    safetyOf(
      links.map(({ from }) => from),
      safety,
      topologyNow(),
    ),
  );
  const current = links.length === 1 ? (links[0]?.role ?? null) : null;

  const apply = async (): Promise<void> => {
    setApplying(true);
    setError(null);
    const changes = possible.map(({ server, member, role: wanted }) => ({ server, member, role: wanted }));
    const result = await call('roles.apply', { changes });
    setApplying(false);
    if (result.ok) setOutcomes(result.value);
    else setError(result.error);
  };

  const addToChanges = (): void => {
    if (role === null) return;
    const wanted = preview?.ok ? possible : changesFor(links, role);
    addPending({
      changes: wanted.map(({ server, member }) => ({ kind: 'role', server, as: 'root', address: member, role })),
    });
    onClose();
  };

  /** Takes back what was changed, by a plan like any other. */
  const undo = (): void => {
    const changed = (outcomes ?? []).filter(({ state }) => state === 'verified');
    gather(
      {
        changes: changed.flatMap(({ server, member }): Change[] => {
          const before = links.find((link) => link.from === server && link.member.address === member)?.role ?? null;
          return before === null ? [] : [{ kind: 'role', server, as: 'root', address: member, role: before }];
        }),
      },
      true,
    );
    onClose();
  };
  const undoable = (outcomes ?? []).some(({ state }) => state === 'verified');

  const title = links.length === 1 ? 'DNS role' : `DNS role of ${links.length} links`;
  return (
    <Modal
      opened
      // What was sent is carried out: the outcome is waited for.
      onClose={applying ? () => undefined : onClose}
      closeOnClickOutside={false}
      withCloseButton={!applying}
      title={title}
      size={680}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {links.length === 0 ? (
        <p>The link is not in the fleet any more.</p>
      ) : outcomes !== null ? (
        <>
          <div role="status">
            <h3 className={classes.summary}>{outcomeSummary(outcomes)}</h3>
          </div>
          <OutcomeList outcomes={outcomes} previews={previews} />
          <div className="nw-dialog-footer">
            {undoable ? (
              <Button onClick={undo} data-testid="role-undo">
                Undo
              </Button>
            ) : null}
            <Button variant="filled" onClick={onClose} data-autofocus>
              Close
            </Button>
          </div>
        </>
      ) : (
        <>
          <Radio.Group value={role} onChange={setRole} aria-label="DNS role" readOnly={applying}>
            <div className={classes.cards}>
              {roles.map((each) => (
                <Radio.Card
                  key={each}
                  value={each}
                  className={classes.card ?? ''}
                  data-testid={`role-option-${each}`}
                  disabled={applying}
                >
                  <Radio.Indicator size="xs" />
                  <span>
                    <strong>{roleWords[each]}</strong>
                    {each === current ? <span className={classes.now}>now</span> : null}
                    <span className={classes.sentence}>{roleSentences[each]}</span>
                  </span>
                </Radio.Card>
              ))}
            </div>
          </Radio.Group>
          <div
            className={classes.preview}
            data-testid="role-preview"
            aria-live="polite"
            aria-busy={role !== null && preview === null}
          >
            {role === null ? (
              <p className={classes.quiet}>Pick a role to see what it will do. Nothing is sent before Apply.</p>
            ) : null}
            {role !== null && preview === null ? (
              <p className={classes.quiet}>
                <Loader size={14} aria-hidden /> Working out what it will do
              </p>
            ) : null}
            {preview?.ok === false ? <ErrorNotice error={preview.error} /> : null}
            <PreviewList previews={previews} />
          </div>
          {error ? <ErrorNotice error={error} /> : null}
          <div className="nw-dialog-footer">
            {careful !== null ? <span className={classes.quiet}>{careful}</span> : null}
            {careful === null && previews.length > possible.length ? (
              <span className={classes.quiet}>
                {possible.length === 0
                  ? 'Nothing can be applied; the reason stands above.'
                  : `${previews.length - possible.length} of ${previews.length} are left out; the reasons stand above.`}
              </span>
            ) : null}
            <Button onClick={onClose} disabled={applying}>
              Cancel
            </Button>
            <Button
              data-testid="role-add-to-changes"
              disabled={role === null || applying || (preview?.ok === true && possible.length === 0)}
              onClick={addToChanges}
            >
              Add to changes
            </Button>
            <Button
              variant="filled"
              data-testid="role-apply"
              disabled={possible.length === 0 || careful !== null}
              loading={applying}
              onClick={() => void apply()}
            >
              {possible.length > 1 ? `Apply to ${possible.length} links` : 'Apply'}
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
}
