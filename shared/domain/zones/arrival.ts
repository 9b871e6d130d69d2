import type { SynchronizeScope } from '../plan/change.ts';
import { compareSerials, newestSerial } from './serial.ts';

/** Serials of the zones that are there, by name; null: there, but its serial could not be read. */
export type ZoneSerials = ReadonlyMap<string, number | null>;

/** A server whose zones count as a source. */
export interface ZoneSource {
  /** Id of the server. */
  readonly id: string;
  readonly zones: ZoneSerials;
}

/** Who takes part in a synchronization, as it is when it begins. Members of role standalone are sent nothing and need not give anything. */
export interface Parties {
  /** The server that is asked to synchronize. */
  readonly sender: ZoneSource;
  /** Its members of role sync: both ways, the newest serial wins (`whm-protocol 8`). */
  readonly sync: readonly ZoneSource[];
  /** Ids of its members of role write-only: they are written to without a look (`whm-protocol 8`). */
  readonly writeOnly: readonly string[];
}

/** A zone that a synchronization is to bring to a server. */
export interface AwaitedZone {
  readonly zone: string;
  /** Id of the server. */
  readonly on: string;
  /** The newest serial among the sources; null: no source has one that could be read. */
  readonly newest: number | null;
  /** Only what the sender has counts: it overwrites what is older and newer. */
  readonly overwritten: boolean;
}

/**
 * Names of the zones that a synchronization is about (`whm-protocol 3.8`): without `full` only those of the sender's accounts, of which is known only
 * that the sender has them; with it those of the sync members too.
 */
export function zonesOfScope(
  scope: SynchronizeScope,
  sender: Iterable<string>,
  sync: readonly Iterable<string>[],
): ReadonlySet<string> {
  if (scope.zones === 'one') return new Set([scope.zone]);
  return new Set(scope.full ? [...sender, ...sync.flatMap((names) => [...names])] : sender);
}

/**
 * What has to be seen, and where, for a synchronization to have arrived.
 * @param zones names as {@link zonesOfScope} gives them
 */
export function awaitedZones(
  zones: Iterable<string>,
  where: SynchronizeScope['where'],
  { sender, sync, writeOnly }: Parties,
): readonly AwaitedZone[] {
  const sources = [sender, ...sync];
  const receivers = [
    { id: sender.id, overwritten: false },
    ...(where === 'here' ? [] : sync.map(({ id }) => ({ id, overwritten: false }))),
    ...(where === 'here' ? [] : writeOnly.map((id) => ({ id, overwritten: true }))),
  ];
  return [...zones].flatMap((zone) => {
    const newest = newestSerial(sources.flatMap((source) => source.zones.get(zone) ?? []));
    return receivers.map(({ id: on, overwritten }) => ({ zone, on, newest, overwritten }));
  });
}

/**
 * Whether a zone is there with what was awaited.
 * @param found the serial on the server; undefined: the zone is not there, null: its serial could not be read
 * @param sender the same of the sender, read after `found`; looked at for what is overwritten only
 */
export function hasArrived(
  { newest, overwritten }: AwaitedZone,
  found: number | null | undefined,
  sender: number | null | undefined,
): boolean {
  if (found === undefined) return false;
  if (newest === null) return true;
  if (found === null) return false;
  if (overwritten && found !== sender) return false;
  return (compareSerials(found, newest) ?? -1) >= 0;
}
