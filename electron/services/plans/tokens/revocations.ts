import PQueue from 'p-queue';
import type { DraftStep } from '#shared/domain/plan/compose.ts';
import { planNames } from '#shared/domain/plan/names.ts';
import { lookUp } from '#shared/domain/table.ts';
import type { MadeToken } from '#shared/schema/plans/index.ts';
import { targetOf } from '#electron/services/plans/read/member-server.ts';
import {
  openAccess,
  serversAtOnce,
  type FleetReading,
  type PlanGround,
} from '#electron/services/plans/read/reading.ts';
import { isMadeForAnEntry } from './tokens.ts';

/**
 * What becomes of the token that a deleted entry carried: it is revoked, or it stays, with a sentence that says why.
 */
export type Revocation = { readonly token: MadeToken } | { readonly stays: string };

/**
 * Finds the tokens of entries that are deleted with them: read from each entry, and told its name by the member that it
 * opens. Only tokens that were made for one entry are revoked; any other may be in use elsewhere, by servers that
 * nobody here knows of.
 */
export async function findRevocations(
  ground: PlanGround,
  steps: readonly DraftStep[],
  { fleet, errors }: FleetReading,
): Promise<ReadonlyMap<DraftStep, Revocation>> {
  const found = new Map<DraftStep, Revocation>();
  const queue = new PQueue({ concurrency: serversAtOnce });
  const wanted = steps.filter(
    ({ change, refusal }) =>
      change.kind === 'member.remove' && change.revoke === true && refusal === null && !errors.has(change.server),
  );
  await queue.addAll(
    wanted.map((step) => async () => {
      const revocation = await revocationOf(ground, step, fleet);
      if (revocation) found.set(step, revocation);
    }),
  );
  return found;
}

async function revocationOf(
  ground: PlanGround,
  { change }: DraftStep,
  fleet: FleetReading['fleet'],
): Promise<Revocation | null> {
  if (change.kind !== 'member.remove') return null;
  const { server, as, address } = change;
  const names = planNames(ground.fleet.topology());
  const label = names.member(address);
  const stays = (why: string): Revocation => ({ stays: `The token of the entry stays on ${label}: ${why}` });
  const entry = lookUp(lookUp(lookUp(fleet, server)?.members, as), address);
  if (!entry) return null;
  const target = targetOf(ground, address, entry.hostname ?? address);
  if (!target) return stays('it is none of the servers here, so no token can be revoked on it.');
  const near = await openAccess(ground, server);
  const token = near.ok ? await near.value.changes.readEntryToken(as, address) : near;
  if (!token.ok) return stays(`it could not be read. ${token.error.message}`);
  const own = await ground.vault.token(target.id);
  if (own.ok && own.value === token.value) return stays('it is the very token by which Nameward opens that server.');
  const far = await openAccess(ground, target.id);
  const name = far.ok ? await far.value.changes.tokenNameOf(token.value) : far;
  if (!name.ok) return stays(`its name could not be read. ${name.error.message}`);
  // Gone already, or another user's.
  if (name.value === null) return null;
  return isMadeForAnEntry(name.value)
    ? { token: { on: target.id, name: name.value, print: null } }
    : stays(
        `${name.value} was not made for this entry alone, so that others may use it. Revoke it in Manage API Tokens once nothing uses it.`,
      );
}
