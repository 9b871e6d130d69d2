import type { SynchronizeScope } from '#shared/domain/plan/change.ts';
import { sameRecords, type ZoneCopy } from './copy.ts';
import { compareSerials, newestSerial } from './serial.ts';

/** Copies of the zones that are there, by name. */
export type ZoneCopies = ReadonlyMap<string, ZoneCopy>;

/** A server whose zones count as a source. */
export interface ZoneSource {
  /** Id of the server. */
  readonly id: string;
  readonly zones: ZoneCopies;
}

/**
 * Who takes part in a synchronization, as it is when it begins. Members of role standalone are sent nothing and need
 * not give anything.
 */
export interface Parties {
  /** The server that is asked to synchronize. */
  readonly sender: ZoneSource;
  /** Its members of role sync: both ways, the newest serial wins (`whm-protocol 8`). */
  readonly sync: readonly ZoneSource[];
  /** Ids of its members of role write-only: they are written to without a look (`whm-protocol 8`). */
  readonly writeOnly: readonly string[];
}

/** The copy of one server. */
export interface HeldCopy extends ZoneCopy {
  /** Id of the server. */
  readonly id: string;
}

/** A zone that a synchronization is to bring to a server. */
export interface AwaitedZone {
  readonly zone: string;
  /** Id of the server. */
  readonly on: string;
  /**
   * The copy with the newest serial among the sources, the sender's where several have it; null: no source has a serial
   * that can be compared.
   */
  readonly newest: (HeldCopy & { readonly serial: number }) | null;
  /** A source whose copy has no serial; null: none. */
  readonly unnumbered: HeldCopy | null;
  /** Only what the sender has counts: it overwrites what is older and newer. */
  readonly overwritten: boolean;
}

/**
 * Names of the zones that a synchronization is about (`whm-protocol 3.8`): without `full` only those of the sender's
 * accounts, of which is known only that the sender has them; with it those of the sync members too.
 */
export function zonesOfScope(
  scope: SynchronizeScope,
  sender: Iterable<string>,
  sync: readonly Iterable<string>[],
): ReadonlySet<string> {
  if (scope.zones === 'one') return new Set([scope.zone]);
  return new Set(scope.full ? [...sender, ...sync.flatMap((names) => [...names])] : sender);
}

/** Copies of one zone on the sources, the sender's first. */
export function copiesOf(zone: string, { sender, sync }: Pick<Parties, 'sender' | 'sync'>): readonly HeldCopy[] {
  return [sender, ...sync].flatMap(({ id, zones }) => {
    const copy = zones.get(zone);
    return copy ? [{ ...copy, id }] : [];
  });
}

function newestOf(copies: readonly HeldCopy[]): AwaitedZone['newest'] {
  const serial = newestSerial(copies.flatMap((copy) => copy.serial ?? []));
  const newest = copies.find((copy) => copy.serial === serial);
  return serial === null || !newest ? null : { ...newest, serial };
}

/**
 * What has to be seen, and where, for a synchronization to have arrived.
 * @param zones names as {@link zonesOfScope} gives them
 */
export function awaitedZones(
  zones: Iterable<string>,
  where: SynchronizeScope['where'],
  parties: Parties,
): readonly AwaitedZone[] {
  const { sender, sync, writeOnly } = parties;
  const receivers = [
    { id: sender.id, overwritten: false },
    ...(where === 'here' ? [] : sync.map(({ id }) => ({ id, overwritten: false }))),
    ...(where === 'here' ? [] : writeOnly.map((id) => ({ id, overwritten: true }))),
  ];
  return [...zones].flatMap((zone) => {
    const copies = copiesOf(zone, parties);
    const newest = newestOf(copies);
    const unnumbered = copies.find((copy) => copy.serial === null) ?? null;
    return receivers.map(({ id: on, overwritten }) => ({ zone, on, newest, unnumbered, overwritten }));
  });
}

/**
 * What a look at a zone shows. `late`: it is not there, or older. `other-records`: it carries the awaited serial and
 * other records; no synchronization mends that, since only serials are compared. `not-compared`: it carries the awaited
 * serial, and its records could not be compared, so that the serial may stand on others. `unknown`: nothing that can be
 * seen would show that it has arrived.
 */
export type Arrival = 'arrived' | 'late' | 'other-records' | 'not-compared' | 'unknown';

/**
 * Whether a zone is there with what was awaited.
 * @param found the copy on the server; undefined: the zone is not there
 * @param sender the same of the sender, read after `found`; looked at for what is overwritten only
 */
export function arrivalOf(
  { on, newest, overwritten }: AwaitedZone,
  found: ZoneCopy | undefined,
  sender: ZoneCopy | undefined,
): Arrival {
  if (newest === null) return 'unknown';
  if (found === undefined || found.serial === null) return 'late';
  if (overwritten && found.serial !== sender?.serial) return 'late';
  const order = compareSerials(found.serial, newest.serial);
  if (order === null || order < 0) return 'late';
  // The copy that is awaited is where it was, and a newer one has records of its own.
  if (!overwritten && (order > 0 || on === newest.id)) return 'arrived';
  const same = sameRecords(found, overwritten ? sender : newest);
  if (same === null) return 'not-compared';
  if (same) return 'arrived';
  // What overwrites without a look may still do so.
  return overwritten ? 'late' : 'other-records';
}

/**
 * Copies of which serial and update stamp say the opposite: one is newer by its serial, another was written later.
 * Which of the two dnsadmin goes by is not known (`whm-protocol 13 C18`).
 * @returns null when there are none
 */
export function disputeOf(
  copies: readonly HeldCopy[],
): { readonly bySerial: HeldCopy; readonly byStamp: HeldCopy } | null {
  const bySerial = newestOf(copies);
  if (bySerial?.updated == null) return null;
  for (const byStamp of copies) {
    if (byStamp.serial === null || byStamp.updated === null) continue;
    if (compareSerials(byStamp.serial, bySerial.serial) === -1 && byStamp.updated > bySerial.updated) {
      return { bySerial, byStamp };
    }
  }
  return null;
}
