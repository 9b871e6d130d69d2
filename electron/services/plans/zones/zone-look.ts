import { arrivalOf, type AwaitedZone, type ZoneCopies } from '#shared/domain/zones/arrival.ts';
import type { ZoneCopy } from '#shared/domain/zones/copy.ts';
import { err, type Result } from '#shared/errors/index.ts';
import { openAccess, type PlanGround } from '#electron/services/plans/read/reading.ts';

/** Zones whose copies are asked for in one request: their whole texts come with them. */
export const zonesAtOnce = 256;

/** @returns names of all zones of a server; an empty list is unknown, not none */
export async function zoneNamesOf(ground: PlanGround, id: string): Promise<Result<readonly string[]>> {
  const access = await openAccess(ground, id);
  return access.ok ? await access.value.changes.zoneNames() : err(access.error);
}

async function zoneCopiesOf(ground: PlanGround, id: string, zones: readonly string[]): Promise<Result<ZoneCopies>> {
  const access = await openAccess(ground, id);
  return access.ok ? await access.value.changes.zoneCopies(zones) : err(access.error);
}

/** Copies of any number of zones, a batch at a time: of each zone serial, stamp and digest alone are kept. */
export async function allCopiesOf(
  ground: PlanGround,
  id: string,
  zones: readonly string[],
): Promise<Result<ZoneCopies>> {
  const all = new Map<string, ZoneCopy>();
  for (let at = 0; at < zones.length; at += zonesAtOnce) {
    const read = await zoneCopiesOf(ground, id, zones.slice(at, at + zonesAtOnce));
    if (!read.ok) return read;
    for (const [zone, copy] of read.value) all.set(zone, copy);
  }
  return { ok: true, value: all };
}

/** A zone that has not arrived, and what was there when it was last looked at; undefined: nothing. */
export interface LateZone {
  readonly awaited: AwaitedZone;
  readonly found: ZoneCopy | undefined;
}

/** One server that zones are to come to, and what is left of them. */
export interface Receiver {
  readonly id: string;
  /** Zones that may still come. */
  readonly late: Map<string, LateZone>;
  /**
   * Zones that carry the awaited serial and other records: no synchronization mends that, so that they are not waited
   * for.
   */
  readonly differing: Map<string, LateZone>;
  /** Zones that carry the awaited serial, and whose records could not be compared: no look shows more. */
  readonly uncompared: Map<string, LateZone>;
  /** Zones of which nothing that can be seen would show that they have arrived. */
  readonly unknowable: Map<string, LateZone>;
  /** All names were seen, or none need be: they are not asked for again. */
  named: boolean;
  /** Where the next look begins, so that zones which do not come hide no others. */
  next: number;
  /** It could not be asked at the last look. */
  silent: boolean;
  /** Its list of zones was empty at the last look. */
  empty: boolean;
  /** Address and host name, as the server that sends has them. */
  readonly names: readonly string[];
  /** What that server says of a member that it does not reach, in WHM's words; null: it says nothing of that kind. */
  trouble: string | null;
}

/** Puts a zone where what was seen of it belongs. @returns whether it has arrived */
export function sortIn(receiver: Receiver, zone: LateZone, sender: ZoneCopy | undefined): boolean {
  const { awaited, found } = zone;
  const arrival = arrivalOf(awaited, found, sender);
  if (arrival === 'late') receiver.late.set(awaited.zone, zone);
  else receiver.late.delete(awaited.zone);
  if (arrival === 'other-records') receiver.differing.set(awaited.zone, zone);
  if (arrival === 'not-compared') receiver.uncompared.set(awaited.zone, zone);
  if (arrival === 'unknown') receiver.unknowable.set(awaited.zone, zone);
  return arrival === 'arrived';
}

/**
 * Looks what has arrived on one server. Names first, in one request, while some are missing; copies only of late zones
 * that are there, and of no more than one batch when none of that batch has arrived.
 * @param sender id of the server that overwrites the zones of write-only members
 * @param whole looks at every late zone
 * @returns whether anything has arrived since the last look
 */
export async function lookAt(ground: PlanGround, receiver: Receiver, sender: string, whole: boolean): Promise<boolean> {
  const there = await lateZonesThere(ground, receiver);
  receiver.silent = there === null;
  if (there === null) return false;
  let moved = false;
  const start = whole || there.length <= zonesAtOnce ? 0 : receiver.next % there.length;
  const turned = [...there.slice(start), ...there.slice(0, start)];
  for (let at = 0; at < turned.length; at += zonesAtOnce) {
    const arrived = await lookAtBatch(ground, receiver, sender, turned.slice(at, at + zonesAtOnce));
    if (arrived === null) {
      receiver.silent = true;
      return moved;
    }
    moved ||= arrived;
    if (!arrived && !whole) {
      receiver.next = start + at + zonesAtOnce;
      return moved;
    }
  }
  return moved;
}

async function lateZonesThere(ground: PlanGround, receiver: Receiver): Promise<readonly string[] | null> {
  const late = [...receiver.late.keys()];
  if (receiver.named) return late;
  const names = await zoneNamesOf(ground, receiver.id);
  if (!names.ok) return null;
  receiver.empty = names.value.length === 0;
  const known = new Set(names.value);
  const there = late.filter((zone) => known.has(zone));
  receiver.named = there.length === late.length;
  return there;
}

/** @returns whether one of them has arrived; null: the server, or the sender, could not be asked */
async function lookAtBatch(
  ground: PlanGround,
  receiver: Receiver,
  sender: string,
  zones: readonly string[],
): Promise<boolean | null> {
  const found = await zoneCopiesOf(ground, receiver.id, zones);
  if (!found.ok) return null;
  const overwritten = zones.some((zone) => receiver.late.get(zone)?.awaited.overwritten === true);
  const sent = overwritten ? await zoneCopiesOf(ground, sender, zones) : found;
  if (!sent.ok) return null;
  let arrived = false;
  for (const zone of zones) {
    const late = receiver.late.get(zone);
    if (!late) continue;
    const hasArrived = sortIn(receiver, { ...late, found: found.value.get(zone) }, sent.value.get(zone));
    arrived ||= hasArrived;
  }
  return arrived;
}
