import type { Change } from '#shared/domain/plan/change.ts';
import {
  awaitedZones,
  hasArrived,
  zonesOfScope,
  type Parties,
  type ZoneSerials,
} from '#shared/domain/zones/arrival.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import { targetOf } from './read-back.ts';
import { openAccess, type PlanGround } from './reading.ts';
import { allSerialsOf, lookAt, zoneNamesOf, type LateZone, type Receiver } from './zone-look.ts';

export type Synchronize = Extract<Change, { kind: 'synchronize' }>;

/** How long zones are waited for, ms. */
export interface SynchronizeLimits {
  /** Between looks while zones arrive; up to five times as long while none does. */
  readonly pollEveryMs: number;
  readonly deadlineMs: number;
  /** Nothing more has arrived for so long: what is still missing does not come. */
  readonly stillMs: number;
}

export interface SynchronizeOutcome {
  readonly state: 'verified' | 'unverified' | 'failed';
  readonly error: AppError | null;
}

/** What a synchronization is to bring where, and what is left of it. */
export interface ZoneWatch {
  readonly change: Synchronize;
  readonly receivers: readonly Receiver[];
  /** Zones in all. */
  readonly total: number;
  /** Labels of members whose zones could not be read when it began: what they have is not known. */
  readonly unread: readonly string[];
}

const label = ({ fleet }: PlanGround, id: string): string => fleet.topology().nodes[id]?.label ?? id;

interface Partner {
  readonly id: string;
  readonly role: 'sync' | 'write-only';
}

/** Members of ours that take part, from the server's own list: the last poll may be older than a step that has just enabled or added one. */
async function partnersOf(ground: PlanGround, server: string): Promise<Result<readonly Partner[]>> {
  const access = await openAccess(ground, server);
  const read = access.ok ? await access.value.changes.readMembersAs('root') : access;
  if (!read.ok) return read;
  const partners = read.value.members.records.flatMap(({ address, hostname, role, disabled }): Partner[] => {
    const target = role === 'sync' || role === 'write-only' ? targetOf(ground, address, hostname ?? address) : null;
    return target && disabled !== true && role && role !== 'standalone' ? [{ id: target.id, role }] : [];
  });
  return ok(partners);
}

interface Source {
  readonly id: string;
  readonly names: readonly string[];
}

/** @returns the servers whose zone names could be read, and the first failure of the others by server */
async function readNames(ground: PlanGround, ids: readonly string[]) {
  const reads = await Promise.all(ids.map(async (id) => ({ id, read: await zoneNamesOf(ground, id) })));
  const sources: Source[] = [];
  const errors = new Map<string, AppError>();
  for (const { id, read } of reads) {
    if (read.ok) sources.push({ id, names: read.value });
    else errors.set(id, read.error);
  }
  return { sources, errors };
}

/**
 * Reads what a synchronization is to bring, before it is sent: names, then the serials of those zones on every source, batch by batch.
 * @returns the failure of the server that is to synchronize; a member that cannot be read stands in `unread`
 */
export async function watchZones(ground: PlanGround, change: Synchronize): Promise<Result<ZoneWatch>> {
  const { server, scope } = change;
  const partners = await partnersOf(ground, server);
  if (!partners.ok) return partners;
  const withRole = (role: Partner['role']): readonly string[] =>
    partners.value.filter((partner) => partner.role === role).map(({ id }) => id);
  const { sources, errors } = await readNames(ground, [server, ...withRole('sync')]);
  const namesOf = (id: string): readonly string[] => sources.find((each) => each.id === id)?.names ?? [];
  const zones = zonesOfScope(
    scope,
    namesOf(server),
    sources.filter(({ id }) => id !== server).map(({ names }) => names),
  );
  const held = new Map<string, ZoneSerials>();
  const reading = sources.map(async ({ id, names }) => {
    const concerned = names.filter((zone) => zones.has(zone));
    const read = await allSerialsOf(ground, id, concerned);
    if (read.ok) held.set(id, read.value);
    else errors.set(id, read.error);
  });
  await Promise.all(reading);
  const own = errors.get(server);
  if (own) return err(own);
  const sync = withRole('sync').flatMap((id) => {
    const serials = held.get(id);
    return serials ? [{ id, zones: serials }] : [];
  });
  const parties: Parties = {
    sender: { id: server, zones: held.get(server) ?? new Map() },
    sync,
    writeOnly: withRole('write-only'),
  };
  return ok({
    change,
    receivers: receiversOf(parties, zones, scope.where),
    total: zones.size,
    unread: [...errors.keys()].map((id) => label(ground, id)),
  });
}

function receiversOf(
  parties: Parties,
  zones: ReadonlySet<string>,
  where: Synchronize['scope']['where'],
): readonly Receiver[] {
  const held = new Map([parties.sender, ...parties.sync].map((source) => [source.id, source.zones]));
  const byServer = new Map<string, Map<string, LateZone>>();
  for (const awaited of awaitedZones(zones, where, parties)) {
    const { on, zone, overwritten } = awaited;
    const found = held.get(on)?.get(zone);
    // What has just been read is not read again.
    if (!overwritten && hasArrived(awaited, found, undefined)) continue;
    const late = byServer.get(on) ?? new Map<string, LateZone>();
    byServer.set(on, late.set(zone, { awaited, found }));
  }
  return [...byServer].map(([id, late]) => ({ id, late, named: false, next: 0, silent: false }));
}

function lateNames({ receivers }: ZoneWatch): ReadonlySet<string> {
  return new Set(receivers.flatMap(({ late }) => [...late.keys()]));
}

/** One look at every server that something is missing on. @returns whether anything has arrived */
async function look(ground: PlanGround, watch: ZoneWatch, whole: boolean): Promise<boolean> {
  const open = watch.receivers.filter(({ late }) => late.size > 0);
  const moved = await Promise.all(open.map((each) => lookAt(ground, each, watch.change.server, whole)));
  return moved.includes(true);
}

/**
 * Waits until the zones have arrived: each is there, with a serial at least as new as the newest among its sources, or with the sender's own where it is
 * overwritten. While nothing arrives it asks less often, and for one batch of zones only.
 * @param sent ends when WHM has answered the request, with whether zones may come; the time without an arrival counts from then on
 * @param progress told how many zones have arrived, and which one is waited for
 * @returns `failed` when a zone that was asked for by name, or one of a full synchronization, did not arrive; without an error when none may come
 */
export async function awaitZones(
  ground: PlanGround,
  watch: ZoneWatch,
  limits: SynchronizeLimits,
  sent: Promise<boolean>,
  progress: (text: string) => void,
): Promise<SynchronizeOutcome> {
  const sending: { answeredAt: number | null; hopeless: boolean } = { answeredAt: null, hopeless: false };
  const answer = sent.then((mayCome) => {
    sending.answeredAt = performance.now();
    sending.hopeless = !mayCome;
  });
  let arrivedAt = performance.now();
  let pause = limits.pollEveryMs;
  for (;;) {
    const { answeredAt } = sending;
    const now = performance.now();
    const isLate = answeredAt !== null && now - answeredAt >= limits.deadlineMs;
    const isLast = isLate || (answeredAt !== null && now - Math.max(answeredAt, arrivedAt) >= limits.stillMs);
    const moved = await look(ground, watch, isLast);
    if (moved) [arrivedAt, pause] = [performance.now(), limits.pollEveryMs];
    else pause = Math.min(pause * 2, limits.pollEveryMs * 5);
    const isComplete = lateNames(watch).size === 0;
    if (isComplete) await answer;
    if (sending.hopeless) return { state: 'failed', error: null };
    if (isComplete || isLate || (isLast && !moved)) return ended(ground, watch);
    progress(progressWords(ground, watch));
    const wait = new Promise((resolve) => setTimeout(resolve, pause));
    await (sending.answeredAt === null ? Promise.race([wait, answer]) : wait);
  }
}

function firstLate({ receivers }: ZoneWatch): { readonly id: string; readonly zone: LateZone } | null {
  for (const { id, late } of receivers) {
    for (const zone of late.values()) return { id, zone };
  }
  return null;
}

function countWords(watch: ZoneWatch): string {
  const arrived = watch.total - lateNames(watch).size;
  return `${arrived} of ${watch.total} ${watch.total === 1 ? 'zone' : 'zones'} arrived`;
}

/** E.g. `3 of 14 zones arrived, waiting for example.com on ns1.example.net`. */
function progressWords(ground: PlanGround, watch: ZoneWatch): string {
  const first = firstLate(watch);
  const silent = watch.receivers.filter((each) => each.silent && each.late.size > 0);
  const asked = silent.length === 0 ? '' : `; ${silent.map(({ id }) => label(ground, id)).join(', ')} cannot be asked`;
  const waiting = first ? `, waiting for ${first.zone.awaited.zone} on ${label(ground, first.id)}` : '';
  return `${countWords(watch)}${waiting}${asked}`;
}

function lateWords(ground: PlanGround, watch: ZoneWatch): string {
  const first = firstLate(watch);
  if (!first) return '';
  const { awaited, found } = first.zone;
  const serials =
    found === undefined
      ? ''
      : ` (serial ${found ?? 'unreadable'} there, ${awaited.overwritten ? 'the sender’s' : (awaited.newest ?? 'any')} expected)`;
  const left = watch.receivers.reduce((sum, { late }) => sum + late.size, 0) - 1;
  return `${awaited.zone} on ${label(ground, first.id)}${serials}${left > 0 ? ` and ${left} more` : ''}`;
}

function ended(ground: PlanGround, watch: ZoneWatch): SynchronizeOutcome {
  const { scope } = watch.change;
  const silent = watch.receivers.filter((each) => each.silent && each.late.size > 0).map(({ id }) => label(ground, id));
  const unread = [...new Set([...watch.unread, ...silent])];
  const isLate = watch.receivers.some((each) => !each.silent && each.late.size > 0);
  const partial = (message: string): AppError => appError('plan.partial', message);
  if (!isLate && unread.length === 0) return { state: 'verified', error: null };
  const unreadWords = unread.length === 0 ? '' : ` The zones of ${unread.join(', ')} could not be read.`;
  if (!isLate) return { state: 'unverified', error: partial(`${countWords(watch)}.${unreadWords}`) };
  const message = `${countWords(watch)}. Not arrived: ${lateWords(ground, watch)}.${unreadWords}`;
  // Zones that belong to no account do not move with the others, and which ones they are is not known here.
  return scope.zones === 'one' || scope.full
    ? { state: 'failed', error: partial(message) }
    : {
        state: 'unverified',
        error: partial(`${message} It may belong to no account: those move in a full synchronization only.`),
      };
}
