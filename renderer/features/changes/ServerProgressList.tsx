import type { PlanRun } from '#shared/contract/plans.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import classes from './PlanPane.module.css';
import { progressByServer, progressWords } from './plan-words.ts';

/** How far each server is; a plan of one server says so in its headline. */
export function ServerProgressList({ run }: { run: PlanRun }) {
  const { nodes } = useTopology();
  const servers = progressByServer(run);
  if (servers.length < 2) return null;
  return (
    <section className={classes.servers} aria-label="Progress by server">
      <h3>Servers</h3>
      <ul>
        {servers.map((progress) => {
          const { server, verified, all, state } = progress;
          const label = nodes[server]?.label ?? server;
          const words = progressWords(progress);
          return (
            <li key={server} data-server={server} data-testid="server-progress">
              <StateBadge state={state} quiet />
              <MiddleEllipsis text={label} />
              <progress value={verified} max={all} aria-label={`${label}: ${words}`} />
              <span className="nw-number" title={words}>
                {words}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
