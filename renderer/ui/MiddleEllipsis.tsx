import { visibleText } from '#shared/domain/text/visible.ts';
import classes from './MiddleEllipsis.module.css';

/** The end of a host name tells servers apart no less than its beginning. */
const keptEnd = 8;

/**
 * A long name shortened in the middle to the room there is, whole on hover and when copied. Text of a server is made
 * visible.
 */
export function MiddleEllipsis({ text, mono = false }: { text: string; mono?: boolean }) {
  const shown = visibleText(text, 255);
  const split = Math.max(0, shown.length - keptEnd);
  return (
    <span className={`${classes.name} ${mono ? 'nw-mono' : ''}`} title={shown}>
      <span className={classes.start}>{shown.slice(0, split)}</span>
      <span className={classes.end}>{shown.slice(split)}</span>
    </span>
  );
}
