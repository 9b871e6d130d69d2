import type { Change } from '#shared/domain/plan/change.ts';
import { isForeign } from '#shared/domain/topology/directory.ts';
import type { MemberRecord } from '#shared/domain/topology/observation.ts';
import {
  awaitedZones,
  copiesOf,
  disputeOf,
  zonesOfScope,
  type HeldCopy,
  type Parties,
  type ZoneCopies,
} from '#shared/domain/zones/arrival.ts';
import { err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import { targetOf } from '#electron/services/plans/read/member-server.ts';
import { openAccess, type PlanGround } from '#electron/services/plans/read/reading.ts';
import { allCopiesOf, sortIn, zoneNamesOf, type Receiver } from './zone-look.ts';

export type Synchronize = Extract<Change, { kind: 'synchronize' }>;

/** A member that zones go to and that nobody here can look at. */
export interface UnseenMember {
  readonly name: string;
  /** The back end of one that is no server; null: a server without a token here. */
  readonly module: string | null;
}

/** Two copies of which serial and update stamp say the opposite. */
export interface ZoneDispute {
  readonly zone: string;
  readonly bySerial: HeldCopy;
  readonly byStamp: HeldCopy;
}

/** What a synchronization is to bring where, and what is left of it. */
export interface ZoneWatch {
  readonly change: Synchronize;
  readonly receivers: readonly Receiver[];
  /** Names of all zones that it is about. */
  readonly zones: ReadonlySet<string>;
  /** Members that zones go to, read or not; 0 for a synchronization to the server alone. */
  readonly members: number;
  /** Ids of members whose zones could not be read when it began: what they have is not known. */
  readonly unread: ReadonlySet<string>;
  readonly unseen: readonly UnseenMember[];
  /** Ids of sources that sent an empty list when it began: whether they have no zones is not known. */
  readonly emptied: readonly string[];
  /** Ids of sources that gave no copy of the one zone that is to come from them, and are not looked at again. */
  readonly lacking: readonly string[];
  readonly disputes: readonly ZoneDispute[];
}

interface Partner {
  readonly id: string;
  readonly role: 'sync' | 'write-only';
  readonly names: Receiver['names'];
  readonly trouble: Receiver['trouble'];
}

interface Partners {
  readonly ours: readonly Partner[];
  readonly unseen: readonly (UnseenMember & Pick<Partner, 'role'>)[];
}

/**
 * Members that take part, from the server's own list: the last poll may be older than a step that has just enabled or
 * added one.
 */
async function partnersOf(ground: PlanGround, server: string): Promise<Result<Partners>> {
  const access = await openAccess(ground, server);
  const read = access.ok ? await access.value.changes.readMembersAs('root') : access;
  if (!read.ok) return read;
  const ours: Partner[] = [];
  const unseen: (UnseenMember & Pick<Partner, 'role'>)[] = [];
  for (const record of read.value.members.records) {
    const { role, disabled } = record;
    if ((role !== 'sync' && role !== 'write-only') || disabled === true) continue;
    const target = isForeign(record) ? null : targetOf(ground, record.address, record.hostname ?? record.address);
    if (target) ours.push({ id: target.id, role, names: namesOf(record), trouble: troubleOf(record) });
    else unseen.push({ ...unseenOf(record), role });
  }
  return ok({ ours, unseen });
}

function namesOf({ address, hostname }: MemberRecord): Partner['names'] {
  return hostname === null ? [address] : [address, hostname];
}

/** WHM's own last poll of the member failed; it may be hours old, so that it proves nothing. */
function troubleOf({ status, statusText }: MemberRecord): Partner['trouble'] {
  return status === 'error' ? (statusText ?? 'error') : null;
}

function unseenOf(record: MemberRecord): UnseenMember {
  return { name: record.hostname ?? record.address, module: isForeign(record) ? record.module : null };
}

interface Source {
  readonly id: string;
  /** The zones to ask it for. */
  readonly names: readonly string[];
  /** Its list was empty. */
  readonly empty: boolean;
}

/** @returns the servers whose zone names could be read, and the first failure of the others by server */
async function readNames(ground: PlanGround, ids: readonly string[]) {
  const reads = await Promise.all(ids.map(async (id) => ({ id, read: await zoneNamesOf(ground, id) })));
  const sources: Source[] = [];
  const errors = new Map<string, AppError>();
  for (const { id, read } of reads) {
    if (read.ok) sources.push({ id, names: read.value, empty: read.value.length === 0 });
    else errors.set(id, read.error);
  }
  return { sources, errors };
}

/**
 * Reads what a synchronization is to bring, before it is sent: names, unless one zone is meant, then the copies of
 * those zones on every source, batch by batch. A source whose list is empty is asked for the zones all the same.
 * @returns the failure of the server that is to synchronize; a member that cannot be read stands in `unread`
 */
export async function watchZones(ground: PlanGround, change: Synchronize): Promise<Result<ZoneWatch>> {
  const { server, scope } = change;
  const partners = await partnersOf(ground, server);
  if (!partners.ok) return partners;
  const withRole = (role: Partner['role']): readonly string[] =>
    partners.value.ours.filter((partner) => partner.role === role).map(({ id }) => id);
  const ids = [server, ...withRole('sync')];
  const { sources, errors } =
    scope.zones === 'one'
      ? {
          sources: ids.map((id): Source => ({ id, names: [scope.zone], empty: false })),
          errors: new Map<string, AppError>(),
        }
      : await readNames(ground, ids);
  const zonesOn = (id: string): readonly string[] => sources.find((each) => each.id === id)?.names ?? [];
  const zones = zonesOfScope(
    scope,
    zonesOn(server),
    sources.filter(({ id }) => id !== server).map(({ names }) => names),
  );
  const held = new Map<string, ZoneCopies>();
  const reading = sources.map(async ({ id, names, empty }) => {
    const concerned = empty ? [...zones] : names.filter((zone) => zones.has(zone));
    const read = await allCopiesOf(ground, id, concerned);
    if (read.ok) held.set(id, read.value);
    else errors.set(id, read.error);
  });
  await Promise.all(reading);
  const own = errors.get(server);
  if (own) return err(own);
  const sync = withRole('sync').flatMap((id) => {
    const copies = held.get(id);
    return copies ? [{ id, zones: copies }] : [];
  });
  const parties: Parties = {
    sender: { id: server, zones: held.get(server) ?? new Map() },
    sync,
    writeOnly: withRole('write-only'),
  };
  const isHere = scope.where === 'here';
  // To the server alone nothing is sent, and write-only members are not asked.
  const unseen = partners.value.unseen.filter(({ role }) => !isHere || role === 'sync');
  return ok({
    change,
    receivers: receiversOf(parties, zones, change, partners.value.ours),
    zones,
    members: isHere ? 0 : partners.value.ours.length + unseen.length,
    unread: new Set(errors.keys()),
    unseen,
    emptied: sources.filter(({ empty }) => empty).map(({ id }) => id),
    lacking:
      isHere && scope.zones === 'one' ? sync.filter((each) => !each.zones.has(scope.zone)).map(({ id }) => id) : [],
    disputes: [...zones].flatMap((zone) => {
      const dispute = disputeOf(copiesOf(zone, parties));
      return dispute ? [{ zone, ...dispute }] : [];
    }),
  });
}

function receiversOf(
  parties: Parties,
  zones: ReadonlySet<string>,
  { scope }: Synchronize,
  partners: readonly Partner[],
): readonly Receiver[] {
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const held = new Map([parties.sender, ...parties.sync].map((source) => [source.id, source.zones]));
  const byServer = new Map<string, Receiver>();
  for (const awaited of awaitedZones(zones, scope.where, parties)) {
    const { on, zone } = awaited;
    const receiver = byServer.get(on) ?? newReceiver(on, scope.zones === 'one', byId.get(on));
    byServer.set(on, receiver);
    // What has just been read is not read again; what is overwritten is looked at once it was sent.
    sortIn(receiver, { awaited, found: held.get(on)?.get(zone) }, undefined);
  }
  return [...byServer.values()];
}

function newReceiver(id: string, named: boolean, partner: Partner | undefined): Receiver {
  const zones = { late: new Map(), differing: new Map(), uncompared: new Map(), unknowable: new Map() };
  const { names = [], trouble = null } = partner ?? {};
  return { id, ...zones, named, next: 0, silent: false, empty: false, names, trouble };
}
