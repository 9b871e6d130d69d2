import { IconX } from '@tabler/icons-react';
import type { LogLine } from '#shared/domain/logs/line.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { momentWords } from '#renderer/ui/age.ts';
import classes from './LogDock.module.css';

interface LineDetailProps {
  readonly line: LogLine;
  readonly server: string;
  readonly onFilter: (text: string) => void;
  readonly onClose: () => void;
}

/** One line whole, however long it is, with its transaction. */
export function LineDetail({ line, server, onFilter, onClose }: LineDetailProps) {
  const { uniqid } = line;
  return (
    <section className={classes.detail} aria-label="Chosen line">
      <div className={classes.detailHead}>
        <strong>{server}</strong>
        <span>{line.at === null ? 'no time in the line' : momentWords(line.at)}</span>
        <span>{line.source ?? ''}</span>
        <span className={classes.gap} />
        {uniqid === null ? null : <ToolButton label="Only this dnsuniqid" onClick={() => onFilter(uniqid)} />}
        <ToolButton icon={IconX} label="Close the line" iconOnly onClick={onClose} />
      </div>
      <pre>
        <HostileText text={line.message} limit={16_000} />
      </pre>
    </section>
  );
}
