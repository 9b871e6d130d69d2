import { IconArrowBackUp } from '@tabler/icons-react';
import { bringBack, usePending } from '#renderer/state/pending.ts';
import { pendingCount } from '#shared/domain/plan/pending.ts';
import { previewPending, shownRun, usePlans } from '#renderer/state/plans.ts';
import { openDialog, useWorkspace } from '#renderer/state/workspace.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './ChangesView.module.css';
import { PendingList } from './PendingList.tsx';
import { PlanHistory } from './PlanHistory.tsx';
import { PlanPane } from './PlanPane.tsx';

/** Left what is pending and every plan there was; right the plan that is shown. */
// oxlint-disable-next-line max-lines-per-function -- one view: its list and its pane share what is chosen
export default function ChangesView() {
  const pending = usePending((state) => state.pending);
  const discarded = usePending((state) => state.discarded);
  const { runs, error, shown, fresh, previewing, failure } = usePlans();
  const run = shownRun({ runs, shown, fresh });
  const lists = useWorkspace((state) => state.planLists);
  const count = pendingCount(pending);
  // Without a plan there is nothing that needs their room.
  const alone = !lists && run !== null && !previewing && failure === null;
  return (
    <div className={classes.changes} data-alone={alone || undefined}>
      {alone ? null : (
        <div className={classes.side}>
          <section className={classes.block} aria-label="Pending changes">
            <div className={classes.head}>
              <h2>
                Pending changes <span className="nw-number">{count}</span>
              </h2>
              <span className={classes.gap} />
              {discarded ? (
                <ToolButton
                  icon={IconArrowBackUp}
                  label={`Bring back ${pendingCount(discarded)}`}
                  data-testid="bring-back"
                  onClick={bringBack}
                />
              ) : null}
            </div>
            {count === 0 ? (
              <p className={classes.quiet}>
                Edits of members, roles and options gather here. Nothing is sent before Preview and Apply.
              </p>
            ) : (
              <PendingList pending={pending} />
            )}
          </section>
          <section className={classes.block} aria-label="Plans">
            <div className={classes.head}>
              <h2>
                Plans <span className="nw-number">{runs?.length ?? 0}</span>
              </h2>
            </div>
            {error ? <ErrorNotice error={error} title="Progress is not told any more" /> : null}
            <PlanHistory runs={runs} shown={shown} />
          </section>
        </div>
      )}
      <div className={classes.main}>
        {previewing ? (
          <p className={classes.working} role="status">
            Working out the steps, their requests and risks. Nothing is changed by it.
          </p>
        ) : failure ? (
          <div className={classes.working}>
            <ErrorNotice
              error={failure}
              title="The plan could not be worked out"
              actions={<ToolButton label="Preview again" onClick={() => void previewPending()} />}
            />
          </div>
        ) : run ? (
          <PlanPane key={run.plan.id} run={run} />
        ) : (
          <EmptyState
            title={count === 0 ? 'No plan is shown' : 'Preview shows the plan'}
            actions={
              count === 0 ? (
                <>
                  <ToolButton label="Add a member" onClick={() => openDialog({ kind: 'add-member', server: null })} />
                  <ToolButton
                    label="Add a nameserver to a cluster"
                    onClick={() => openDialog({ kind: 'add-nameserver', nameserver: null })}
                  />
                </>
              ) : (
                <ToolButton label="Preview" primary onClick={() => void previewPending()} />
              )
            }
          >
            A plan is the ordered steps of what is pending, each with its exact requests, its risks, how it is verified
            and how it is undone.
          </EmptyState>
        )}
      </div>
    </div>
  );
}
