import type { Icon } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import { refusalWords, type Refusal } from '#shared/domain/refusals/refusal.ts';
import classes from './ToolButton.module.css';

interface ToolButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  readonly icon?: Icon;
  /** Shown, or for screen readers and on hover only when `iconOnly`. */
  readonly label: string;
  readonly iconOnly?: boolean;
  readonly primary?: boolean;
  /** Keys that do the same, e.g. `Ctrl K`; shown on hover. */
  readonly keys?: string;
  /**
   * Why it cannot be used now: shown on hover, and the button is disabled but stays focusable so that the reason can be
   * read.
   */
  readonly refusal?: Pick<Refusal, 'message' | 'next'> | null;
}

/** The plain button of bars and panels: light enough for the first screen. */
export function ToolButton({
  icon: Icon,
  label,
  iconOnly = false,
  primary = false,
  keys,
  refusal = null,
  className,
  onClick,
  ...rest
}: ToolButtonProps) {
  const why = refusal && refusalWords(refusal);
  const hover = why ?? (keys ? `${label} (${keys})` : iconOnly ? label : undefined);
  return (
    <button
      type="button"
      {...rest}
      className={`${classes.button} ${primary ? classes.primary : ''} ${iconOnly ? classes.square : ''} ${className ?? ''}`}
      title={hover}
      aria-label={iconOnly ? label : undefined}
      aria-disabled={refusal !== null || undefined}
      onClick={refusal === null ? onClick : undefined}
    >
      {Icon ? <Icon size={16} stroke={1.75} aria-hidden /> : null}
      {iconOnly ? null : <span>{label}</span>}
      {refusal === null ? null : <span className="nw-visually-hidden">{why}</span>}
    </button>
  );
}
