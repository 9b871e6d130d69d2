import {
  IconArrowsMaximize,
  IconFilter,
  IconGridDots,
  IconLayoutColumns,
  IconMinus,
  IconPlus,
  IconStack2,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ToolButton } from '#renderer/ui/ToolButton.tsx';
import classes from './map.module.css';

interface MapToolsProps {
  readonly problems: number;
  readonly problemsOnly: boolean;
  /** See the map's. */
  readonly age: ReactNode;
  readonly onProblemsOnly: (value: boolean) => void;
  readonly onFit: () => void;
  readonly onZoom: (closer: boolean) => void;
  readonly onTidy: () => void;
  readonly onMatrix: () => void;
  /** Whether groups of servers with the same nameservers stand in one box; null: the fleet is too small for that. */
  readonly folds: boolean | null;
  readonly onFolds: (value: boolean) => void;
}

export function MapTools({
  problems,
  problemsOnly,
  age,
  onProblemsOnly,
  onFit,
  onZoom,
  onTidy,
  onMatrix,
  folds,
  onFolds,
}: MapToolsProps) {
  return (
    <div className={classes.tools} role="toolbar" aria-label="Map">
      {age}
      <ToolButton
        icon={IconFilter}
        label={`Problems only (${problems})`}
        keys="P"
        aria-pressed={problemsOnly}
        onClick={() => onProblemsOnly(!problemsOnly)}
      />
      {folds === null ? null : (
        <ToolButton icon={IconStack2} label="Groups" keys="G" aria-pressed={folds} onClick={() => onFolds(!folds)} />
      )}
      <ToolButton icon={IconGridDots} label="Matrix" keys="M" data-testid="show-matrix" onClick={onMatrix} />
      <span className={classes.divider} />
      <ToolButton icon={IconMinus} label="Zoom out" keys="-" iconOnly onClick={() => onZoom(false)} />
      <ToolButton icon={IconPlus} label="Zoom in" keys="+" iconOnly onClick={() => onZoom(true)} />
      <ToolButton icon={IconArrowsMaximize} label="Fit" keys="F" iconOnly onClick={onFit} />
      <ToolButton icon={IconLayoutColumns} label="Arrange anew" iconOnly onClick={onTidy} />
    </div>
  );
}
