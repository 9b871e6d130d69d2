import type { ReactNode } from 'react';
import type { Channel, Known } from '#shared/domain/topology/observation.ts';
import classes from './Facts.module.css';
import { RelativeTime } from './RelativeTime.tsx';
import { channelWords } from '#shared/domain/words/roles.ts';

/** What was not read is unknown, never none. */
export function Unknown() {
  return <span className={classes.unknown}>unknown</span>;
}

/** Where a fact comes from and how old it is. */
export function Origin({ source, at }: { source: Channel | 'user'; at: number }) {
  return (
    <span className={classes.origin} title={channelWords[source]}>
      {source} · <RelativeTime at={at} />
    </span>
  );
}

/** @param props `wide`: the labels are long, paths of files among them, which do not wrap */
export function Facts({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <dl className={classes.facts} data-wide={wide}>
      {children}
    </dl>
  );
}

export function PlainFact({ label, children, origin }: { label: string; children: ReactNode; origin?: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>
        <span className={classes.value}>{children}</span>
        {origin}
      </dd>
    </div>
  );
}

/** A fact with channel and age; 'unknown' when there is none. */
export function KnownFact<T>({
  label,
  fact,
  show,
}: {
  label: string;
  fact: Known<T> | undefined;
  show: (value: T) => ReactNode;
}) {
  return (
    <PlainFact label={label} origin={fact ? <Origin source={fact.source} at={fact.at} /> : null}>
      {fact ? show(fact.value) : <Unknown />}
    </PlainFact>
  );
}
