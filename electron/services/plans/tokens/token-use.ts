import { planNames } from '#shared/domain/plan/names.ts';
import type { MadeToken } from '#shared/schema/plans/index.ts';
import { openAccess, type PlanGround } from '#electron/services/plans/read/reading.ts';
import { printOf } from '#electron/services/plans/token-print.ts';

/** Whose lists are looked through before a token is revoked. */
export interface TokenPlace {
  /** The server whose entries may carry it. */
  readonly server: string;
  readonly users: ReadonlySet<string>;
  /** Print of a token that is known to be another one: what the entry carried before. */
  readonly other: string | null;
}

/**
 * Whether a token that was made for an entry is in use. A token is never revoked while an entry carries it, or may:
 * links that work would break.
 * @returns why it has to stay, a sentence; null: no entry of these lists uses it
 */
export async function tokenUse(
  ground: PlanGround,
  { on, name, print }: MadeToken,
  { server, users, other }: TokenPlace,
): Promise<string | null> {
  const names = planNames(ground.fleet.topology());
  const [member, here] = [names.server(on), names.server(server)];
  const stays = (why: string): string => `The API token ${name} on ${member} stays: ${why}`;
  const access = await openAccess(ground, server);
  if (!access.ok) return stays(`whether an entry of ${here} uses it cannot be seen. ${access.error.message}`);
  for (const as of users) {
    const list = await access.value.changes.readMembersAs(as);
    if (!list.ok) return stays(`the members of ${here} could not be read. ${list.error.message}`);
    for (const { address, hostname, module, inherited } of list.value.members.records) {
      const isNamed = names.isAddressOf(on, address) || (hostname !== null && names.isAddressOf(on, hostname));
      // An entry of nobody that is known may be one of a server that has just got another address.
      const isUnknown = names.serverAt(address) === null && (hostname === null || names.serverAt(hostname) === null);
      if (inherited || !(isNamed || isUnknown) || (module ?? 'cPanel') !== 'cPanel') continue;
      const token = await access.value.changes.readEntryToken(as, address);
      if (!token.ok) return stays(`the entry ${address} on ${here} may use it. ${token.error.message}`);
      const carried = await printOf(token.value);
      if (print === null ? isNamed && carried !== other : carried === print) {
        return stays(`the entry ${address} on ${here} ${print === null ? 'may use' : 'uses'} it.`);
      }
    }
  }
  return null;
}
