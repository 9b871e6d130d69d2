import type { RoleChange, RoleOutcome } from '#shared/contract/roles.ts';
import { roleWords } from '#shared/domain/roles/effects.ts';
import type { MemberRecord, Role } from '#shared/domain/topology/observation.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import { asFailure, suspends } from '../fleet/failures.ts';
import type { FleetObserver } from '../fleet/observer.ts';
import type { MemberChannel, WhmClient, WhmConnector } from '../ports.ts';
import { addressOf, unknownServer, type InventoryKeeper } from '../servers/inventory.ts';
import type { Vault } from '../vault/vault.ts';
import { memberRefusal, serverRefusal } from './writing.ts';

const outcome = (
  change: RoleChange,
  state: RoleOutcome['state'],
  roleNow: Role | null,
  error: AppError | null,
): RoleOutcome => ({ ...change, state, roleNow, error: error && asFailure(error) });

/** Carries role changes out: each is sent once, never again, and read back; what is read back decides. */
export function createRoleApply(
  inventory: InventoryKeeper,
  vault: Vault,
  connector: WhmConnector,
  fleet: FleetObserver,
): (changes: readonly RoleChange[]) => Promise<RoleOutcome[]> {
  const readMember = async (
    client: WhmClient,
    channels: readonly MemberChannel[],
    member: string,
  ): Promise<Result<MemberRecord | undefined>> => {
    let last: AppError = appError('whm.unsupported', 'No channel reads the members.');
    for (const channel of channels) {
      const read = await client.readMembers(channel);
      if (read.ok) return ok(read.value.members.records.find((record) => record.address === member));
      last = read.error;
      if (suspends(last)) break;
    }
    return err(last);
  };

  /** The page that will be written to is read first: whether it is recognised, has the member and lets it be edited. */
  const change = async (
    client: WhmClient,
    readBack: readonly MemberChannel[],
    wanted: RoleChange,
  ): Promise<{
    readonly outcome: RoleOutcome;
    readonly error: AppError | null;
  }> => {
    const before = await readMember(client, ['pages'], wanted.member);
    if (!before.ok) return { outcome: outcome(wanted, 'skipped', null, before.error), error: before.error };
    const roleBefore = before.value?.role ?? null;
    const refusal = memberRefusal(wanted, before.value);
    if (refusal) return { outcome: outcome(wanted, 'skipped', roleBefore, refusal), error: null };
    if (roleBefore === wanted.role) return { outcome: outcome(wanted, 'skipped', roleBefore, null), error: null };

    const sent = await client.changeRole(wanted.member, wanted.role);
    const sentError = sent.ok ? null : sent.error;
    if (sentError && suspends(sentError)) {
      return { outcome: outcome(wanted, 'failed', roleBefore, sentError), error: sentError };
    }
    // Also after a failure: a write whose answer was lost may have been done.
    const after = await readMember(client, readBack, wanted.member);
    if (!after.ok)
      return { outcome: outcome(wanted, 'unverified', null, sentError ?? after.error), error: after.error };
    const roleNow = after.value?.role ?? null;
    if (roleNow === wanted.role) return { outcome: outcome(wanted, 'verified', roleNow, null), error: null };
    const untrue = appError(
      'whm.rejected',
      `WHM said that the role was changed, but it is ${roleNow === null ? 'not to be found' : roleWords[roleNow]} when read back.`,
    );
    return { outcome: outcome(wanted, 'failed', roleNow, sentError ?? untrue), error: null };
  };

  /** One after the other on one server; a refused token ends it there. */
  const applyOnServer = async (id: string, changes: readonly RoleChange[]): Promise<RoleOutcome[]> => {
    const skipAll = (error: AppError, from = 0): RoleOutcome[] =>
      changes.slice(from).map((wanted) => outcome(wanted, 'skipped', null, error));
    const server = inventory.find(id);
    if (!server) return skipAll(unknownServer(id));
    const observation = fleet.observation(id);
    const refusal = serverRefusal(observation);
    if (refusal) return skipAll(refusal);
    const token = await vault.token(id);
    if (!token.ok) return skipAll(token.error);
    const client = connector.client(addressOf(server), token.value);
    const readBack: readonly MemberChannel[] =
      observation.channels.command.available === true ? ['command', 'pages'] : ['pages'];
    const outcomes: RoleOutcome[] = [];
    for (const [index, wanted] of changes.entries()) {
      if (vault.locked()) {
        return [...outcomes, ...skipAll(appError('vault.locked', 'The vault was locked before this change.'), index)];
      }
      const step = await change(client, readBack, wanted);
      outcomes.push(step.outcome);
      if (step.error && suspends(step.error)) {
        fleet.refused(id, step.error);
        return [...outcomes, ...skipAll(step.error, index + 1)];
      }
    }
    return outcomes;
  };

  return async (changes) => {
    const byServer = new Map<string, RoleChange[]>();
    for (const wanted of changes) byServer.set(wanted.server, [...(byServer.get(wanted.server) ?? []), wanted]);
    const done = await Promise.all(
      [...byServer].map(async ([id, wanted]) => [id, await applyOnServer(id, wanted)] as const),
    );
    void fleet.service.refresh({ ids: [...byServer.keys()] });
    const queues = new Map(done.map(([id, outcomes]) => [id, outcomes.values()]));
    // In the order they were asked for.
    return changes.map((wanted) => queues.get(wanted.server)?.next().value as RoleOutcome);
  };
}
