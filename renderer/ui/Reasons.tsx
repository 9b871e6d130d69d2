import type { Reason } from '#shared/domain/topology/topology.ts';
import { HostileText } from './HostileText.tsx';
import { RelativeTime } from './RelativeTime.tsx';
import classes from './Reasons.module.css';

/** Why a state is what it is, a sentence each. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {reasons.map((reason) => (
        <li key={`${reason.code} ${reason.message}`} data-reason={reason.code}>
          <HostileText text={reason.message} limit={800} />
          {reason.since === undefined ? null : (
            <span className={classes.since}>
              {' Last answered '}
              <RelativeTime at={reason.since} />.
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
