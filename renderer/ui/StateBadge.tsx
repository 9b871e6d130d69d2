import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDotted,
  IconCircleX,
  IconPencil,
  type Icon,
} from '@tabler/icons-react';
import { stateWords, type ShownState } from '#shared/domain/words/states.ts';
import classes from './StateBadge.module.css';

const icons: Readonly<Record<ShownState, Icon>> = {
  ok: IconCircleCheck,
  warning: IconAlertTriangle,
  broken: IconCircleX,
  disabled: IconBan,
  unknown: IconCircleDotted,
  pending: IconPencil,
};

/**
 * One colour, one icon and one word for a state, everywhere. `quiet`: the word only for screen readers and on hover.
 */
export function StateBadge({ state, quiet = false }: { state: ShownState; quiet?: boolean }) {
  const Icon = icons[state];
  return (
    <span className={classes.badge} data-state={state} title={quiet ? stateWords[state] : undefined}>
      <Icon size={14} stroke={2} aria-hidden />
      <span className={quiet ? 'nw-visually-hidden' : undefined}>{stateWords[state]}</span>
    </span>
  );
}
