import type { State } from '#shared/domain/topology/topology.ts';
import { StateBadge } from './StateBadge.tsx';
import classes from './StateChips.module.css';
import { statesByWeight } from '#shared/domain/words/states.ts';

/** Toggles that narrow to some states; none pressed means all. */
export function StateChips({
  counts,
  chosen,
  onChange,
}: {
  counts: ReadonlyMap<State, number>;
  chosen: ReadonlySet<State>;
  onChange: (chosen: ReadonlySet<State>) => void;
}) {
  return (
    <div className={classes.chips} role="group" aria-label="States">
      {statesByWeight
        .filter((state) => counts.has(state) || chosen.has(state))
        .map((state) => (
          <button
            key={state}
            type="button"
            className={classes.chip}
            aria-pressed={chosen.has(state)}
            onClick={() => {
              const next = new Set(chosen);
              if (!next.delete(state)) next.add(state);
              onChange(next);
            }}
          >
            <StateBadge state={state} /> <span className="nw-number">{(counts.get(state) ?? 0).toLocaleString()}</span>
          </button>
        ))}
    </div>
  );
}
