import type { Intention, IntentionKind } from '#shared/domain/plan/change.ts';
import type { KindOfIntention } from './intention.ts';
import { linksDirect } from './links-direct.ts';
import { membersEnable } from './members-enable.ts';
import { membersRemove } from './members-remove.ts';
import { nameserverAdd } from './nameserver-add.ts';
import { nameserverReplace } from './nameserver-replace.ts';
import { rolesSwitch } from './roles-switch.ts';
import { serverLeave } from './server-leave.ts';
import { trustMend } from './trust-mend.ts';
import { trustSetUp } from './trust-set-up.ts';

const kinds: { readonly [K in IntentionKind]: KindOfIntention<K> } = {
  'links.direct': linksDirect,
  'members.enable': membersEnable,
  'members.remove': membersRemove,
  'nameserver.add': nameserverAdd,
  'nameserver.replace': nameserverReplace,
  'roles.switch': rolesSwitch,
  'server.leave': serverLeave,
  'trust.mend': trustMend,
  'trust.set-up': trustSetUp,
};

/** @returns what is known of this kind of intention; its functions take an intention of that kind alone */
export function intentionKindOf({ kind }: Intention): KindOfIntention {
  return kinds[kind];
}
