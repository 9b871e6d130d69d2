import type { KeyboardEvent, PointerEvent } from 'react';
import classes from './ResizeHandle.module.css';

interface ResizeHandleProps {
  readonly label: string;
  /** Which edge of the panel the handle is. */
  readonly edge: 'left' | 'top';
  /** Size of the panel in px. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
  /** Id of the panel. */
  readonly controls: string;
}

const keyStep = 16;

/** The edge of a panel: by pointer, by arrow keys, Home and End. */
export function ResizeHandle({ label, edge, size, min, max, onResize, controls }: ResizeHandleProps) {
  const clamp = (value: number): number => Math.round(Math.min(Math.max(value, min), Math.max(min, max)));
  const [grow, shrink] = edge === 'left' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? keyStep * 4 : keyStep;
    const next =
      event.key === grow
        ? size + step
        : event.key === shrink
          ? size - step
          : event.key === 'Home'
            ? min
            : event.key === 'End'
              ? max
              : null;
    if (next === null) return;
    event.preventDefault();
    onResize(clamp(next));
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    const handle = event.currentTarget;
    const origin = edge === 'left' ? event.clientX : event.clientY;
    handle.setPointerCapture(event.pointerId);
    const onMove = (move: globalThis.PointerEvent): void => {
      onResize(clamp(size + origin - (edge === 'left' ? move.clientX : move.clientY)));
    };
    const onUp = (): void => {
      handle.removeEventListener('pointermove', onMove);
      handle.removeEventListener('lostpointercapture', onUp);
    };
    handle.addEventListener('pointermove', onMove);
    handle.addEventListener('lostpointercapture', onUp);
  };

  return (
    <div
      className={classes.handle}
      data-edge={edge}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation={edge === 'left' ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(size)}
      aria-valuemin={min}
      aria-valuemax={Math.round(Math.max(min, max))}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    />
  );
}
