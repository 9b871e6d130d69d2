import { IconX } from '@tabler/icons-react';
import type { LogLine } from '#shared/domain/logs/line.ts';
import { offersOf } from '#renderer/state/actions/action.ts';
import { logLineActions } from '#renderer/state/actions/log-line.ts';
import { HostileText } from '#renderer/ui/HostileText.tsx';
import { OfferButton } from '#renderer/ui/OfferButton.tsx';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import { momentWords } from '#renderer/ui/age.ts';
import classes from './LogDock.module.css';

interface LineDetailProps {
  readonly line: LogLine;
  readonly server: string;
  /** As it is copied. */
  readonly text: string;
  readonly onFilter: (text: string) => void;
  readonly onClose: () => void;
}

/** One line whole, however long it is, with its transaction. */
export function LineDetail({ line, server, text, onFilter, onClose }: LineDetailProps) {
  const offers = offersOf(logLineActions, { line, text, filter: onFilter });
  return (
    <section className={classes.detail} aria-label="Chosen line">
      <div className={classes.detailHead}>
        <strong>{server}</strong>
        <span>{line.at === null ? 'no time in the line' : momentWords(line.at)}</span>
        <span>{line.source ?? ''}</span>
        {offers.map((offer) => (
          <OfferButton key={offer.id} offer={offer} />
        ))}
        <span className={classes.gap} />
        <ToolButton icon={IconX} label="Close the line" iconOnly onClick={onClose} />
      </div>
      <pre>
        <HostileText text={line.message} limit={16_000} />
      </pre>
    </section>
  );
}
