import { IconFold, IconFoldDown } from '@tabler/icons-react';
import type { Action } from './action.ts';
import { serversActions, type ServersSubject } from './servers.ts';

/** Servers with the same nameservers, in one box of the map. */
export interface GroupSubject extends ServersSubject {
  readonly open: boolean;
  /** Opens the group, or folds it. */
  readonly toggle: () => void;
}

export const groupActions: readonly Action<GroupSubject>[] = [
  {
    id: 'open-group',
    title: 'Open the group',
    icon: IconFoldDown,
    suits: ({ open }) => !open,
    refusal: () => null,
    run: ({ toggle }) => toggle(),
  },
  {
    id: 'fold-group',
    title: 'Fold the group',
    icon: IconFold,
    suits: ({ open }) => open,
    refusal: () => null,
    run: ({ toggle }) => toggle(),
  },
  ...serversActions,
];
