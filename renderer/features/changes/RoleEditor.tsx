import { roles } from '#shared/domain/roles/roles.ts';
import { useMemo, useState } from 'react';
import type { PlanRun } from '#shared/contract/plans.ts';
import type { Role } from '#shared/domain/topology/observation.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { AppError } from '#shared/errors/index.ts';
import { topologyNow } from '#renderer/state/fleet.ts';
import { gather, readyRun, showPlan, undoPlan, usePlans } from '#renderer/state/plans.ts';
import { goTo, type Dialog } from '#renderer/state/workspace.ts';
import { counted } from '#shared/domain/words/counted.ts';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { Button, Loader, Modal, Radio } from '#renderer/ui/controls.ts';
import { roleSentences } from '#shared/domain/words/roles.ts';
import { roleWords } from '#shared/domain/roles/effects.ts';
import { ApplyBar } from './ApplyBar.tsx';
import { canUndo, runLook, runSummary, runTitle } from './plan-words.ts';
import { previewedInPlace, roleChanges } from './role-changes.ts';
import classes from './RoleEditor.module.css';
import { StepContent } from './StepContent.tsx';
import { useDraftPlan, type DraftPlan } from './use-draft-plan.ts';

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

function titleOf(links: readonly Link[]): string {
  const [link] = links;
  if (!link || links.length > 1) return `DNS role of ${counted(links.length, 'link')}`;
  const { nodes } = topologyNow();
  return `DNS role of ${nodes[link.to]?.label ?? link.to} on ${nodes[link.from]?.label ?? link.from}`;
}

/** Pick a role, see the plan of it, apply it as the clusters want to be asked, and read what is true afterwards. */
export default function RoleEditor({ dialog, onClose }: RoleEditorProps) {
  const links = useLinks(dialog.links);
  const [role, setRole] = useState<Role | null>(null);
  const [applied, setApplied] = useState<string | null>(null);
  const run = usePlans(({ runs }) => runs?.find(({ plan }) => plan.id === applied) ?? null);
  const changes = useMemo(() => (role === null ? [] : roleChanges(topologyNow(), links, role)), [links, role]);
  const inPlace = changes.length <= previewedInPlace;
  const draft = useDraftPlan(role !== null && inPlace ? changes : null);
  const current = links.length === 1 ? (links[0]?.role ?? null) : null;

  const addToChanges = (preview: boolean): void => {
    onClose();
    gather({ changes }, preview);
  };

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={titleOf(links)}
      size={680}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {links.length === 0 ? <p>The link is not in the fleet any more.</p> : null}
      {links.length > 0 && applied !== null ? <Outcome id={applied} run={run} onClose={onClose} /> : null}
      {links.length > 0 && applied === null ? (
        <>
          <Radio.Group value={role} onChange={setRole} aria-label="DNS role">
            <div className={classes.cards}>
              {roles.map((each) => (
                <Radio.Card key={each} value={each} className={classes.card ?? ''} data-testid={`role-option-${each}`}>
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
            aria-busy={role !== null && inPlace && changes.length > 0 && draft === null}
          >
            <PreviewWords role={role} count={changes.length} inPlace={inPlace} waiting={draft === null} />
            {draft?.ok === false ? <ErrorNotice error={draft.error} /> : null}
            {draft?.ok === true ? <DraftSteps draft={draft.value} /> : null}
          </div>
          <ApplyDraft
            draft={draft?.ok === true ? draft.value : null}
            count={changes.length}
            inPlace={inPlace}
            onClose={onClose}
            onGather={addToChanges}
            onApplied={setApplied}
          />
        </>
      ) : null}
    </Modal>
  );
}

/** What there is to say while no plan is shown. */
function PreviewWords({
  role,
  count,
  inPlace,
  waiting,
}: {
  role: Role | null;
  count: number;
  inPlace: boolean;
  waiting: boolean;
}) {
  if (role === null) {
    return <p className={classes.quiet}>Pick a role to see what it will do. Nothing is changed before Apply.</p>;
  }
  if (count === 0) return <p className={classes.quiet}>The DNS role is {roleWords[role]} already.</p>;
  if (!inPlace) {
    return (
      <p className={classes.quiet} data-testid="role-too-many">
        {counted(count, 'DNS role')} would change. More than {previewedInPlace} are applied from the preview in Changes
        only, where each step stands with its requests and risks.
      </p>
    );
  }
  return waiting ? (
    <p className={classes.quiet}>
      <Loader size={14} aria-hidden /> Reading the servers and working out what it will do
    </p>
  ) : null;
}

function DraftSteps({ draft: { plan, leftOut } }: { draft: DraftPlan }) {
  const run = readyRun(plan);
  return (
    <ul className={classes.list}>
      {[...plan.steps, ...leftOut].map((step) => (
        <li key={`${step.change.server} ${step.words}`} className={classes.item} data-testid="role-step">
          <StepContent step={step} now={undefined} run={run.state} open={plan.steps.length === 1} />
        </li>
      ))}
    </ul>
  );
}

function ApplyDraft({
  draft,
  count,
  inPlace,
  onClose,
  onGather,
  onApplied,
}: {
  draft: DraftPlan | null;
  /** Of changes. */
  count: number;
  inPlace: boolean;
  onClose: () => void;
  onGather: (preview: boolean) => void;
  onApplied: (plan: string) => void;
}) {
  const [error, setError] = useState<AppError | null>(null);
  const buttons = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button data-testid="role-add-to-changes" disabled={count === 0} onClick={() => onGather(false)}>
        Add to changes
      </Button>
    </>
  );
  return (
    <>
      {error ? <ErrorNotice error={error} /> : null}
      {draft !== null && draft.leftOut.length > 0 ? (
        <p className={classes.quiet}>
          {draft.leftOut.length} of {count} are left out; the reasons stand above.
        </p>
      ) : null}
      {draft !== null && inPlace ? (
        <div className={classes.footer}>
          <ApplyBar
            key={draft.plan.id}
            run={readyRun(draft.plan)}
            onError={setError}
            onApplied={() => onApplied(draft.plan.id)}
          >
            {buttons}
          </ApplyBar>
        </div>
      ) : (
        <div className="nw-dialog-footer">
          {buttons}
          {inPlace ? (
            <Button variant="filled" disabled data-testid="plan-apply">
              Apply
            </Button>
          ) : (
            <Button variant="filled" data-testid="role-preview-in-changes" onClick={() => onGather(true)}>
              Preview {count.toLocaleString('en')} changes
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** How the plan stands: step by step, as it was read back. It goes on when the dialog is closed. */
function Outcome({ id, run, onClose }: { id: string; run: PlanRun | null; onClose: () => void }) {
  const show = (): void => {
    onClose();
    goTo('changes');
    showPlan(id);
  };
  const undo = (): void => {
    onClose();
    goTo('changes');
    void undoPlan(id);
  };
  if (run === null || run.state === 'ready') {
    return (
      <p className={classes.quiet} role="status">
        <Loader size={14} aria-hidden /> Beginning
      </p>
    );
  }
  return (
    <>
      <p className={classes.summary} role="status" data-testid="role-run" data-state={run.state}>
        <StateBadge state={runLook(run)} quiet /> <strong>{runTitle(run)}</strong> {runSummary(run)}
      </p>
      <ul className={classes.list}>
        {run.plan.steps.map((step, index) => (
          <li
            key={step.id}
            className={classes.item}
            data-testid="role-outcome"
            data-state={run.steps[index]?.state ?? 'waiting'}
          >
            <StepContent step={step} now={run.steps[index]} run={run.state} open={false} />
          </li>
        ))}
      </ul>
      <div className="nw-dialog-footer">
        <Button onClick={show} data-testid="role-show-plan">
          Show the plan
        </Button>
        {canUndo(run) ? (
          <Button onClick={undo} data-testid="role-undo">
            Undo
          </Button>
        ) : null}
        <Button variant="filled" onClick={onClose} data-autofocus>
          Close
        </Button>
      </div>
    </>
  );
}
