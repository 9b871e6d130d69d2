import type { RoleOutcome, RolePreview } from '#shared/contract/roles.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { HostileText } from '../../ui/HostileText.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { ShownState } from '../../ui/stateWords.ts';
import { outcomeWords } from './outcomeWords.ts';
import classes from './RoleEditor.module.css';

const states: Readonly<Record<RoleOutcome['state'], ShownState>> = {
  verified: 'ok',
  unverified: 'unknown',
  failed: 'broken',
  skipped: 'disabled',
};

export { outcomeSummary } from './outcomeWords.ts';

/** What is true now, link by link, as read back. */
export function OutcomeList({
  outcomes,
  previews,
}: {
  outcomes: readonly RoleOutcome[];
  previews: readonly RolePreview[];
}) {
  return (
    <ul className={classes.list}>
      {outcomes.map((outcome) => {
        const preview = previews.find(({ server, member }) => server === outcome.server && member === outcome.member);
        return (
          <li
            key={`${outcome.server} ${outcome.member}`}
            className={classes.item}
            data-testid="role-outcome"
            data-state={outcome.state}
          >
            <h3>
              <HostileText text={preview?.serverName ?? outcome.server} limit={255} /> →{' '}
              <HostileText text={preview?.memberName ?? outcome.member} limit={255} />
            </h3>
            <p className={classes.truth}>
              <StateBadge state={states[outcome.state]} quiet /> {outcomeWords(outcome)}
            </p>
            {outcome.error ? <ErrorNotice error={outcome.error} /> : null}
          </li>
        );
      })}
    </ul>
  );
}
