import { IconChevronDown } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import { useSelection } from '#renderer/state/selection.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { setTailed } from '#renderer/state/workspace.ts';
import { mostTailed } from '#shared/contract/flows.ts';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './ServerPicker.module.css';
import { refusal } from '#shared/domain/refusals/refusal.ts';

const noneSelected = refusal('choice.empty', { kind: 'window' }, 'No server is selected.');

/** Which servers the dock tails: a list of boxes, narrowed by typing. */
// oxlint-disable-next-line max-lines-per-function -- one list: filter, keyboard and choice are one state
export function ServerPicker({ tailed }: { tailed: readonly string[] }) {
  const topology = useTopology();
  const selection = useSelection((state) => state.selection);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const servers = useMemo(
    () =>
      Object.values(topology.nodes)
        .filter((node) => node.server !== null)
        .toSorted((a, b) => compareNaturally(a.label, b.label)),
    [topology.nodes],
  );
  const shown = servers.filter((node) => node.label.toLowerCase().includes(text.toLowerCase()));

  useEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const onToggle = (event: Event): void => setOpen((event as ToggleEvent).newState === 'open');
    element.addEventListener('toggle', onToggle);
    return () => element.removeEventListener('toggle', onToggle);
  }, []);

  const link = selection?.kind === 'link' ? topology.links[selection.id] : undefined;
  const ends = selection?.kind === 'node' ? [selection.id] : link ? [link.from, link.to] : [];
  const selected = ends.filter((end) => topology.nodes[end]?.server);

  const toggle = (server: string): void => {
    setTailed(tailed.includes(server) ? tailed.filter((each) => each !== server) : [...tailed, server]);
  };

  return (
    <>
      <button type="button" className={classes.open} popoverTarget={id} aria-expanded={open} data-testid="log-servers">
        {tailed.length === 0 ? 'Choose servers' : `${tailed.length} server${tailed.length === 1 ? '' : 's'}`}
        <IconChevronDown size={14} aria-hidden />
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className={classes.panel}
        role="dialog"
        aria-label="Servers whose log is read"
      >
        {open ? (
          <>
            <input
              type="text"
              className={classes.search}
              value={text}
              placeholder="Find a server"
              aria-label="Find a server"
              autoFocus
              spellCheck={false}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <ul className={classes.list}>
              {shown.map((node) => {
                const chosen = tailed.includes(node.id);
                return (
                  <li key={node.id}>
                    <label className={classes.server}>
                      <input
                        type="checkbox"
                        checked={chosen}
                        disabled={!chosen && tailed.length >= mostTailed}
                        onChange={() => toggle(node.id)}
                      />
                      <MiddleEllipsis text={node.label} />
                    </label>
                  </li>
                );
              })}
            </ul>
            <div className={classes.actions}>
              <ToolButton
                label="What is selected"
                refusal={selected.length === 0 ? noneSelected : null}
                onClick={() => setTailed(selected)}
              />
              <ToolButton label="None" onClick={() => setTailed([])} />
            </div>
          </>
        ) : null}
      </div>
    </>
  );
}
