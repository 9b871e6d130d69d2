import { useState } from 'react';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { Button, TextInput } from '#renderer/ui/controls.ts';
import type { Choice } from './choices.ts';
import classes from './cluster.module.css';

/** Any number of servers out of many, narrowed by words. */
export function ServerSet({
  label,
  choices,
  chosen,
  onChange,
}: {
  label: string;
  choices: readonly Choice[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const [filter, setFilter] = useState('');
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = choices.filter((choice) => words.every((word) => choice.label.toLowerCase().includes(word)));
  const all = shown.length > 0 && shown.every(({ value }) => chosen.has(value));
  const toggle = (values: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const value of values) {
      if (on) next.add(value);
      else next.delete(value);
    }
    onChange(next);
  };
  return (
    <fieldset className={classes.servers}>
      <legend>
        {label} <span className={classes.count}>{chosen.size} chosen</span>
      </legend>
      <div className={classes.serverListHead}>
        <TextInput
          aria-label={`Filter: ${label}`}
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <Button
          onClick={() =>
            toggle(
              shown.map(({ value }) => value),
              !all,
            )
          }
          disabled={shown.length === 0}
        >
          {all ? 'None of these' : 'All of these'}
        </Button>
      </div>
      <div className={classes.serverList}>
        {shown.map(({ value, label: name }) => (
          <label key={value}>
            <input
              type="checkbox"
              data-server={value}
              checked={chosen.has(value)}
              onChange={(event) => toggle([value], event.currentTarget.checked)}
            />
            <MiddleEllipsis text={name} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
