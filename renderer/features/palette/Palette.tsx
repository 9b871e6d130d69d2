import '#renderer/ui/mantine-controls.css';
import '@mantine/spotlight/styles.layer.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useEffect, useMemo, useState } from 'react';
import { refusalWords } from '#shared/domain/refusals/refusal.ts';
import { useApplication } from '#renderer/state/application.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { useWorkspace, type Dialog } from '#renderer/state/workspace.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { MiddleEllipsis } from '#renderer/ui/MiddleEllipsis.tsx';
import { findCommands, fleetCommands, windowCommands, type Command } from './commands.ts';
import classes from './Palette.module.css';

const [store, spotlight] = createSpotlight();

const groups: readonly Command['group'][] = ['Actions', 'Servers', 'Links', 'Clusters'];

/** One that cannot be done says why, and stays where it is when it is chosen. */
function Line({ command, onRun }: { command: Command; onRun: (command: Command) => void }) {
  const refusal = command.refusal();
  return (
    <Spotlight.Action
      className={classes.action ?? ''}
      closeSpotlightOnTrigger={refusal === null}
      aria-disabled={refusal !== null || undefined}
      onClick={() => {
        if (refusal === null) onRun(command);
      }}
    >
      <span className={classes.title}>
        <MiddleEllipsis text={command.title} />
      </span>
      {refusal === null ? (
        <span className={classes.hint}>{command.hint}</span>
      ) : (
        <span className={classes.why}>
          <HostileText text={refusalWords(refusal)} limit={300} />
        </span>
      )}
    </Spotlight.Action>
  );
}

interface PaletteProps {
  readonly dialog: Extract<Dialog, { kind: 'palette' }>;
  readonly onClose: () => void;
}

/** Everything that can be done, by name. */
export default function Palette({ onClose }: PaletteProps) {
  const [query, setQuery] = useState('');
  const topology = useTopology();
  const platform = useApplication((state) => state.description?.platform ?? '');
  const windowOnes = useMemo(() => windowCommands(platform), [platform]);
  // An empty question is about the window alone.
  const asked = query.trim() !== '';
  const fleetOnes = useMemo(() => (asked ? fleetCommands(topology) : []), [topology, asked]);
  // Not deferred: Mantine selects the first line right after a key, and Enter must find it there.
  const found = useMemo(() => findCommands([windowOnes, ...fleetOnes], query), [windowOnes, fleetOnes, query]);

  useEffect(() => {
    spotlight.open();
    return () => spotlight.close();
  }, []);

  const run = (command: Command): void => {
    onClose();
    command.run();
  };

  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={() => {
        // What was run may have opened another dialog in place of this one.
        if (useWorkspace.getState().dialog?.kind === 'palette') onClose();
      }}
      shortcut={null}
      clearQueryOnClose={false}
      scrollable
      maxHeight={420}
      size={600}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
      data-testid="palette"
    >
      <Spotlight.Search
        placeholder="Type a command, a server or a link"
        aria-label="Command"
        data-testid="palette-search"
      />
      <Spotlight.ActionsList>
        {groups.map((group) => {
          const ofGroup = found.filter((command) => command.group === group);
          return ofGroup.length === 0 ? null : (
            <Spotlight.ActionsGroup key={group} label={group}>
              {ofGroup.map((command) => (
                <Line key={command.id} command={command} onRun={run} />
              ))}
            </Spotlight.ActionsGroup>
          );
        })}
        {found.length === 0 ? <Spotlight.Empty>Nothing has that name.</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
