import type { Level } from './log-buffer.ts';
import classes from './LogDock.module.css';
import { levels } from './words.ts';

export function LevelChips({
  chosen,
  onChange,
}: {
  chosen: ReadonlySet<Level>;
  onChange: (chosen: ReadonlySet<Level>) => void;
}) {
  return (
    <div className={classes.levels} role="group" aria-label="Levels">
      {levels.map((level) => (
        <button
          key={level}
          type="button"
          className={classes.level}
          data-level={level}
          aria-pressed={chosen.has(level)}
          onClick={() => {
            const next = new Set(chosen);
            if (!next.delete(level)) next.add(level);
            onChange(next);
          }}
        >
          {level === 'unknown' ? 'bare' : level}
        </button>
      ))}
    </div>
  );
}
