import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import type { State, Topology } from '#shared/domain/topology/topology.ts';
import { menuProps } from '#renderer/state/context-menu.ts';
import { inspect } from '#renderer/state/workspace.ts';
import type { Selection } from '#renderer/state/selection.ts';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { statesByWeight } from '#shared/domain/words/states.ts';
import classes from './Inspector.module.css';

interface Trouble {
  readonly selection: Selection;
  /** A server, or both ends of a link. */
  readonly names: readonly [string] | readonly [string, string];
  readonly state: State;
}

const bad: ReadonlySet<State> = new Set(['broken', 'disabled', 'warning']);
const shownAtMost = 100;

function troubles(topology: Topology): readonly Trouble[] {
  const label = (id: string): string => topology.nodes[id]?.label ?? id;
  const found: Trouble[] = [];
  for (const node of Object.values(topology.nodes)) {
    if (bad.has(node.state))
      found.push({ selection: { kind: 'node', id: node.id }, names: [node.label], state: node.state });
  }
  for (const link of Object.values(topology.links)) {
    if (!bad.has(link.state)) continue;
    found.push({
      selection: { kind: 'link', id: link.id },
      names: [label(link.from), label(link.to)],
      state: link.state,
    });
  }
  return found.toSorted(
    (a, b) =>
      statesByWeight.indexOf(a.state) - statesByWeight.indexOf(b.state) ||
      compareNaturally(a.names.join(' '), b.names.join(' ')),
  );
}

/** With nothing selected: what needs attention, worst first. */
export function Overview({ topology }: { topology: Topology }) {
  const found = useMemo(() => troubles(topology), [topology]);
  return (
    <div className={classes.scroll}>
      <div className={classes.head}>
        <div className={classes.title}>
          <h2 data-testid="inspector-title">Needs attention</h2>
          <span className="nw-number">{found.length}</span>
        </div>
        <p className={classes.quiet}>Nothing is selected. Pick a server or a link on the map, in the table or here.</p>
      </div>
      <div className={classes.section}>
        {found.length === 0 ? <p className={classes.quiet}>No server and no link has a problem.</p> : null}
        <ul className={classes.list}>
          {found.slice(0, shownAtMost).map((trouble) => (
            <li key={trouble.selection.id}>
              <button
                type="button"
                className={classes.entry}
                onClick={() => inspect(trouble.selection)}
                {...menuProps({
                  kind: trouble.selection.kind === 'node' ? 'server' : 'link',
                  id: trouble.selection.id,
                })}
              >
                <span className={classes.pairName}>
                  <MiddleEllipsis text={trouble.names[0]} />
                  {trouble.names[1] === undefined ? null : (
                    <>
                      <IconArrowNarrowRight size={14} aria-label="to" />
                      <MiddleEllipsis text={trouble.names[1]} />
                    </>
                  )}
                </span>
                <StateBadge state={trouble.state} quiet />
              </button>
            </li>
          ))}
        </ul>
        {found.length > shownAtMost ? (
          <p className={classes.quiet}>and {found.length - shownAtMost} more: sort the members by state to see all.</p>
        ) : null}
      </div>
    </div>
  );
}
