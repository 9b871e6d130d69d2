import { IconCircleFilled, IconHistory, IconPlugConnectedX } from '@tabler/icons-react';
import { freshnessWords, type Freshness as Fresh } from '#shared/domain/trust/freshness.ts';
import { useFleet } from '#renderer/state/fleet.ts';
import { useLab } from '#renderer/state/lab.ts';
import { RelativeTime } from '#renderer/ui/RelativeTime.tsx';
import { wordsFor } from '#renderer/ui/error-words.ts';
import classes from './Freshness.module.css';
import { useFreshness } from './use-freshness.ts';

/** Whether what is shown is live or the last known state, how many answer, and how old the oldest of it is. */
export function Freshness() {
  const error = useFleet((state) => state.error);
  const starting = useLab(({ lab }) => lab?.state === 'starting');
  const fresh = useFreshness();
  if (error !== null) {
    return (
      <span
        className={classes.state}
        data-kind="broken"
        role="status"
        title={`${wordsFor(error.code).what}: ${error.message}`}
      >
        <IconPlugConnectedX size={14} aria-hidden />
        Not updated any more
      </span>
    );
  }
  if (fresh === null || fresh.kind === 'none') return <span className={classes.state} role="status" />;
  const { kind, oldest } = fresh;
  const complete = kind === 'live' && fresh.answered === fresh.servers;
  return (
    <span
      className={classes.state}
      data-kind={complete ? 'live' : kind === 'silent' ? 'broken' : 'known'}
      data-freshness={kind}
      data-testid="freshness"
      title={explained(fresh)}
    >
      {kind === 'live' ? <IconCircleFilled size={8} aria-hidden /> : <IconHistory size={14} aria-hidden />}
      {kind === 'known' && starting ? 'Last known state, the lab is starting' : freshnessWords(fresh)}
      {oldest === null ? null : (
        <span className={classes.age}>
          <RelativeTime at={oldest} />
        </span>
      )}
    </span>
  );
}

function explained({ kind, servers, answered }: Fresh): string {
  const age = 'The age is that of the oldest last word of a server.';
  switch (kind) {
    case 'live':
      return answered === servers ? `Every server answers. ${age}` : `Those that do not answer are marked. ${age}`;
    case 'behind':
      return `Not everything here is of now: some server has not answered for some rounds. ${age}`;
    case 'withheld':
      return `Servers are not asked without their API tokens. ${age}`;
    default:
      return age;
  }
}
