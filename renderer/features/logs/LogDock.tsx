import { useEffect, useState } from 'react';
import { IconCopy, IconPlayerPause, IconPlayerPlay, IconSearch, IconTrash, IconX } from '@tabler/icons-react';
import { copyText } from '#renderer/state/actions/log-line.ts';
import { useTopology } from '#renderer/state/fleet.ts';
import { arrange } from '#renderer/state/settings.ts';
import { useWorkspace } from '#renderer/state/workspace.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import type { Level } from './log-buffer.ts';
import { LevelChips } from './LevelChips.tsx';
import classes from './LogDock.module.css';
import { LogLines } from './LogLines.tsx';
import { ServerPicker } from './ServerPicker.tsx';
import { buffer, bufferChanged, pauseTail, resumeTail, startTail, useTail } from './tail.ts';
import { TailStates } from './TailStates.tsx';
import { lineText, serverTags } from './words.ts';
import { refusal } from '#shared/domain/refusals/refusal.ts';

const noLog = refusal('choice.empty', { kind: 'window' }, 'No log is read.');

const allLevels: ReadonlySet<Level> = new Set();

function copyVisible(label: (server: string) => string): void {
  const text = buffer.visible.map((entry) => lineText(entry.line, label(entry.line.server))).join('\n');
  void copyText(text, `${buffer.visible.length.toLocaleString()} lines copied`);
}

/** dnsadmin_log of any servers, live and in order of time. */
export default function LogDock() {
  const tailed = useWorkspace((state) => state.tailed);
  const topology = useTopology();
  const error = useTail((state) => state.error);
  const paused = useTail((state) => state.paused);
  const [text, setText] = useState('');
  const [levels, setLevels] = useState(allLevels);
  const label = (server: string): string => topology.nodes[server]?.label ?? server;

  // The ids, not the array: choosing the same servers again is not a new tail.
  const wanted = tailed.join(' ');
  useEffect(() => (wanted === '' ? undefined : startTail(wanted.split(' '))), [wanted]);

  useEffect(() => {
    buffer.setFilter({ text, levels });
    bufferChanged();
  }, [text, levels]);

  return (
    <>
      <div className={classes.bar}>
        <ServerPicker tailed={tailed} />
        <div className={classes.filter}>
          <IconSearch size={14} aria-hidden />
          <input
            type="text"
            value={text}
            placeholder="Filter lines"
            aria-label="Filter lines"
            data-testid="log-filter"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setText('');
            }}
          />
        </div>
        <LevelChips chosen={levels} onChange={setLevels} />
        <span className={classes.gap} />
        <ToolButton
          icon={paused ? IconPlayerPlay : IconPlayerPause}
          label={paused ? 'Resume' : 'Pause'}
          aria-pressed={paused}
          data-testid="log-pause"
          refusal={tailed.length === 0 ? noLog : null}
          onClick={paused ? resumeTail : pauseTail}
        />
        <ToolButton icon={IconCopy} label="Copy what is shown" iconOnly onClick={() => copyVisible(label)} />
        <ToolButton
          icon={IconTrash}
          label="Clear"
          iconOnly
          onClick={() => {
            buffer.clear();
            bufferChanged();
          }}
        />
        <ToolButton icon={IconX} label="Close the log dock" iconOnly onClick={() => arrange({ dockOpen: false })} />
      </div>
      {error ? <ErrorNotice error={error} /> : null}
      {tailed.length === 0 ? (
        <EmptyState title="No log is read">
          Choose servers on the left, or 'Tail log' in the inspector of a server. Their dnsadmin_log is read live by
          command.
        </EmptyState>
      ) : (
        <>
          <TailStates tailed={tailed} label={label} />
          <LogLines tags={serverTags(tailed)} label={label} onFilter={setText} />
        </>
      )}
    </>
  );
}
