import { IconAlertTriangle, IconPointFilled } from '@tabler/icons-react';
import { useMemo } from 'react';
import { draftWords } from '#shared/domain/plan/draft-words.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { nothingPending, type Pending } from '#shared/domain/plan/pending.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import classes from './cluster.module.css';

/** More than these nobody reads in a dialog; the preview has them all. */
const shownAtMost = 8;

/**
 * What is wanted, in the words of the plan that will be made of it: the same changes, composed by the same rules, from
 * what is known so far. The preview reads the servers afresh and has the requests as well.
 */
export function WishWords({ wanted }: { wanted: Partial<Pending> }) {
  const topology = useTopology();
  const { changes, intentions } = { ...nothingPending, ...wanted };
  const key = JSON.stringify([changes, intentions]);
  const draft = useMemo(
    () => draftWords({ changes, intentions }, topology, Date.now()),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [key, topology],
  );
  const shown = draft.steps.slice(0, shownAtMost);
  if (shown.length === 0 && draft.warnings.length === 0) return null;
  return (
    <section className={classes.words} aria-label="What it does" aria-live="polite" data-testid="wish-words">
      <h3>What it does</h3>
      <ol>
        {shown.map(({ change, does, effects, risks }) => (
          <li key={JSON.stringify(change)} data-testid="wish-step" data-kind={change.kind}>
            <p data-testid="wish-does">
              <HostileText text={does} limit={600} />
            </p>
            <ul>
              {effects.map((effect) => (
                <li key={effect} data-kind="effect">
                  <IconPointFilled size={10} aria-hidden /> <HostileText text={effect} limit={800} />
                </li>
              ))}
              {risks.map((risk) => (
                <li key={risk} data-kind="risk">
                  <IconAlertTriangle size={14} aria-label="Risk:" /> <HostileText text={risk} limit={800} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {draft.steps.length > shown.length ? (
        <p className={classes.quiet}>
          and {(draft.steps.length - shown.length).toLocaleString('en')} more steps, which the preview shows.
        </p>
      ) : null}
      <ul>
        {draft.warnings.map((warning) => (
          <li key={warning} data-kind="warning">
            <IconAlertTriangle size={14} aria-label="Warning:" /> <HostileText text={warning} limit={800} />
          </li>
        ))}
      </ul>
    </section>
  );
}
