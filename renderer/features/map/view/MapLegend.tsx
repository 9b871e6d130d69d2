import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { State } from '#shared/domain/topology/topology.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { roleWords } from '#shared/domain/roles/effects.ts';
import classes from './map.module.css';
import { roleLetters } from '#shared/domain/map/labels.ts';

const states = ['ok', 'warning', 'broken', 'disabled', 'unknown'] as const satisfies readonly State[];
const roles = ['sync', 'write-only', 'standalone'] as const;

/** What the letters, colours and lines of the map mean. */
export function MapLegend({ pending }: { /** Links that the pending changes are about. */ pending: number }) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? IconChevronDown : IconChevronUp;
  return (
    <section className={classes.legend} aria-label="Legend of the map">
      <button type="button" className={classes.legendHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        Legend
        <Chevron size={14} aria-hidden />
      </button>
      {open ? (
        <div className={classes.legendBody}>
          <svg className={classes.sample} viewBox="0 0 236 26" aria-hidden>
            <rect className={classes.sampleBox} x="0.5" y="4.5" width="34" height="17" rx="3" />
            <rect className={classes.sampleBox} x="201.5" y="4.5" width="34" height="17" rx="3" />
            <text x="17.5" y="17">
              A
            </text>
            <text x="218.5" y="17">
              B
            </text>
            <path className={classes.sampleLine} d="M35 13H201" />
            <path className={classes.sampleArrow} d="M116.5 13l-7 -3.2v6.4zM119.5 13l7 -3.2v6.4z" />
            <circle cx="76" cy="13" r="8" />
            <circle cx="160" cy="13" r="8" />
            <text x="76" y="16.5">
              S
            </text>
            <text x="160" y="16.5">
              –
            </text>
          </svg>
          <p>
            Each half of a line is one direction: next to A what A does with B, next to B what B does with A. A faint
            half without a letter: no entry in that direction.
          </p>
          <Group title="DNS role">
            {roles.map((role) => (
              <Item key={role} sign={<b className="nw-mono">{roleLetters[role]}</b>}>
                {roleWords[role]}
              </Item>
            ))}
            <Item sign={<b className="nw-mono">?</b>}>role unknown</Item>
            <Item sign={<b className="nw-mono">*</b>}>several roles, in a line of a group</Item>
          </Group>
          <Group title="State">
            {states.map((state) => (
              <div key={state} className={classes.item}>
                <LineSample state={state} />
                <StateBadge state={state} />
              </div>
            ))}
          </Group>
          <Group title={`Difference when applied${pending === 0 ? '' : `: ${pending.toLocaleString('en')}`}`}>
            <Item sign={<b className="nw-mono">+S</b>}>added</Item>
            <Item sign={<b className="nw-mono">S→W</b>}>old to new role</Item>
            <Item sign={<b className="nw-mono">×S</b>}>removed</Item>
            <Item sign={<b className="nw-mono">▶</b>}>enabled</Item>
          </Group>
          <p>A dotted box is a member that is not in the inventory; its state is what its peers say of it.</p>
        </div>
      ) : null}
    </section>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.group}>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function Item({ sign, children }: { sign: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.item}>
      <span className={classes.sign}>{sign}</span>
      {children}
    </div>
  );
}

function LineSample({ state }: { state: State }) {
  return (
    <svg className={classes.lineSample} data-state={state} viewBox="0 0 28 8" aria-hidden>
      <path d="M0 4H28" />
      {state === 'disabled' ? <path className={classes.ticks} d="M0 4H28" /> : null}
    </svg>
  );
}
