import type { Change, ChangeKind } from '#shared/domain/plan/change.ts';
import { clustering } from './clustering.ts';
import type { KindOfChange } from './kind.ts';
import { logging } from './logging.ts';
import { memberAdd } from './member-add.ts';
import { memberEdit } from './member-edit.ts';
import { memberEnable } from './member-enable.ts';
import { memberRemove } from './member-remove.ts';
import { monitoring } from './monitoring.ts';
import { role } from './role.ts';
import { software } from './software.ts';
import { synchronize } from './synchronize.ts';
import { threshold } from './threshold.ts';
import { trusted } from './trusted.ts';
import { unique } from './unique.ts';

/** Every kind of change, in the order in which differences of one phase are made. */
const kinds: { readonly [K in ChangeKind]: KindOfChange<K> } = {
  clustering,
  threshold,
  software,
  monitoring,
  logging,
  'member.remove': memberRemove,
  'member.edit': memberEdit,
  'member.add': memberAdd,
  role,
  'member.enable': memberEnable,
  unique,
  trusted,
  synchronize,
};

export const allKinds: readonly KindOfChange[] = Object.values(kinds);

/** @returns what is known of the kind of this change; its functions take a change of that kind alone */
export function kindOf({ kind }: Change): KindOfChange {
  return kinds[kind];
}
