import type { HeldCopy } from '#shared/domain/zones/arrival.ts';
import type { ZoneCopy } from '#shared/domain/zones/copy.ts';
import type { PlanGround } from '#electron/services/plans/read/reading.ts';
import type { LateZone, Receiver } from './zone-look.ts';
import type { ZoneWatch } from './zone-watch.ts';

/** What is said of zones in a synchronization: what was seen, and above all what was not. */

const label = ({ fleet }: PlanGround, id: string): string => fleet.topology().nodes[id]?.label ?? id;

/** Servers of which it is not known what they hold: they could not be read, or sent an empty list. */
export function isBlind({ silent, empty }: Receiver): boolean {
  return silent || empty;
}

/** Zones that are not waited for, and not seen to have arrived. */
function unshown({ differing, uncompared, unknowable }: Receiver): readonly string[] {
  return [...differing.keys(), ...uncompared.keys(), ...unknowable.keys()];
}

/** The first zone of a receiver that `of` has, and how many there are besides. */
function firstOf(
  receivers: readonly Receiver[],
  of: (receiver: Receiver) => ReadonlyMap<string, LateZone>,
): { readonly id: string; readonly zone: LateZone; readonly more: number } | null {
  const sizes = receivers.reduce((sum, receiver) => sum + of(receiver).size, 0);
  for (const receiver of receivers) {
    for (const zone of of(receiver).values()) return { id: receiver.id, zone, more: sizes - 1 };
  }
  return null;
}

const andMore = (more: number): string => (more > 0 ? ` and ${more} more` : '');

/** E.g. `10 of 10 zones arrived on 1 of 2 members`. */
export function countWords(watch: ZoneWatch): string {
  const { zones, receivers, members, unseen, unread, change } = watch;
  const open = new Set(receivers.flatMap((each) => [...(isBlind(each) ? [] : each.late.keys()), ...unshown(each)]));
  const arrived = `${zones.size - open.size} of ${zones.size} ${zones.size === 1 ? 'zone' : 'zones'} arrived`;
  const blind = new Set([
    ...unread,
    ...receivers.filter((each) => isBlind(each) && each.late.size > 0).map(({ id }) => id),
  ]);
  blind.delete(change.server);
  const seen = members - unseen.length - blind.size;
  return members === 0 || seen === members ? arrived : `${arrived} on ${seen} of ${members} members`;
}

/** E.g. `3 of 14 zones arrived, waiting for example.com on ns1.example.net`. */
export function progressWords(ground: PlanGround, watch: ZoneWatch): string {
  const first = firstOf(watch.receivers, ({ late }) => late);
  const silent = watch.receivers.filter((each) => each.silent && each.late.size > 0);
  const asked = silent.length === 0 ? '' : `; ${silent.map(({ id }) => label(ground, id)).join(', ')} cannot be asked`;
  const waiting = first ? `, waiting for ${first.zone.awaited.zone} on ${label(ground, first.id)}` : '';
  const open = new Set(watch.receivers.flatMap((each) => [...each.late.keys(), ...unshown(each)]));
  const { size } = watch.zones;
  return `${size - open.size} of ${size} ${size === 1 ? 'zone' : 'zones'} arrived${waiting}${asked}`;
}

/** Zones that were looked for and are not there. */
export function lateWords(ground: PlanGround, watch: ZoneWatch): string | null {
  const first = firstOf(
    watch.receivers.filter((each) => !isBlind(each)),
    ({ late }) => late,
  );
  if (!first) return null;
  const { awaited } = first.zone;
  return `Not arrived: ${awaited.zone} on ${label(ground, first.id)}${foundWords(first.zone)}${andMore(first.more)}.`;
}

/** WHM's own words of members that it does not reach and that lack zones. */
export function troubleWords(ground: PlanGround, { change, receivers }: ZoneWatch): string | null {
  const said = receivers.flatMap(({ id, late, trouble }) =>
    late.size > 0 && trouble !== null ? [`${label(ground, id)}: “${trouble}”`] : [],
  );
  return said.length === 0 ? null : `${label(ground, change.server)} says of ${said.join(', of ')}.`;
}

function foundWords({ awaited: { newest, overwritten }, found }: LateZone): string {
  if (found === undefined || newest === null) return '';
  const expected = overwritten ? 'the sender’s' : newest.serial;
  if (found.serial === null) {
    return ` (the serial there, ${found.written ?? 'which cannot be read'}, is none; ${expected} expected)`;
  }
  if (overwritten && found.serial === newest.serial)
    return ` (the same serial there, ${found.serial}, with other records)`;
  const isLater = found.updated !== null && newest.updated !== null && found.updated > newest.updated;
  const later = isLater ? '; by its update stamp that copy was written later all the same' : '';
  return ` (serial ${found.serial} there, ${expected} expected${later})`;
}

/** Copies with one serial and other records, without a word on which of them is right. */
export function differingWords(ground: PlanGround, { receivers }: ZoneWatch): string | null {
  const first = firstOf(receivers, ({ differing }) => differing);
  const newest = first?.zone.awaited.newest;
  if (!first || !newest) return null;
  const [one, other] = [label(ground, newest.id), label(ground, first.id)];
  const stamps = stampWords([
    [one, newest.updated],
    [other, first.zone.found?.updated ?? null],
  ]);
  return (
    `${first.zone.awaited.zone} has the same serial, ${newest.serial}, and other records on ${one} and ${other}${andMore(first.more)}: ` +
    `a synchronization never repairs that. Raise the serial on the server whose records are right, then synchronize again.${stamps}`
  );
}

/** Copies with the awaited serial whose records were not compared, with the reason of each side. */
export function uncomparedWords(ground: PlanGround, { change, receivers }: ZoneWatch): string | null {
  const first = firstOf(receivers, ({ uncompared }) => uncompared);
  const newest = first?.zone.awaited.newest;
  if (!first || !newest) return null;
  const { awaited, found } = first.zone;
  const one = label(ground, awaited.overwritten ? change.server : newest.id);
  const other = label(ground, first.id);
  const whys = [...whyUnread(other, found), ...(awaited.overwritten ? [] : whyUnread(one, newest))];
  const why = whys.length > 0 ? whys.join(', and ') : `those on ${one} could not all be read`;
  return (
    `The serial of ${awaited.zone} is the same, ${newest.serial}, on ${one} and ${other}, and its records were not compared: ` +
    `${why}. The same serial may stand on other records.${first.more > 0 ? ` So it is with ${first.more} more.` : ''}`
  );
}

function whyUnread(place: string, copy: ZoneCopy | undefined): readonly string[] {
  if (copy === undefined || copy.records?.whole === true) return [];
  return copy.records === null
    ? [`those on ${place} are too many to be read`]
    : [`some of those on ${place} are not in its text ($INCLUDE, $GENERATE)`];
}

function stampWords(copies: readonly (readonly [name: string, updated: number | null])[]): string {
  const known = copies.flatMap(([name, updated]) => (updated === null ? [] : [`${name} ${timeOf(updated)}`]));
  return known.length < copies.length ? '' : ` Last written: ${known.join(', ')}; that does not tell which is right.`;
}

/** Epoch seconds, e.g. `2024-05-03 07:06:40 UTC`. */
function timeOf(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Zones of which nothing would show that they have arrived. */
export function unknowableWords(ground: PlanGround, { receivers }: ZoneWatch): string | null {
  const first = firstOf(receivers, ({ unknowable }) => unknowable);
  if (!first) return null;
  const { zone, unnumbered } = first.zone.awaited;
  if (unnumbered === null)
    return `No server that zones come from gave ${zone}: nothing is known of what was to arrive.`;
  const place = label(ground, unnumbered.id);
  const so = `nothing shows that it has arrived${andMore(first.more)}`;
  return unnumbered.written === null
    ? `The serial of ${zone} on ${place} cannot be read, so ${so}.`
    : `The serial ${unnumbered.written} of ${zone} on ${place} is none: one has 32 bits, and nameservers refuse such a zone or wrap the number, so ${so}.`;
}

/** Servers and members whose zones were not seen, and why. */
export function unseenWords(ground: PlanGround, watch: ZoneWatch): readonly string[] {
  const open = watch.receivers.filter((each) => each.late.size > 0);
  const silent = open.filter((each) => each.silent).map(({ id }) => id);
  const empty = open.filter((each) => each.empty && !each.silent).map(({ id }) => id);
  const names = (ids: Iterable<string>): string => [...new Set(ids)].map((id) => label(ground, id)).join(', ');
  const strangers = watch.unseen.filter(({ module }) => module === null).map(({ name }) => name);
  const modules = watch.unseen
    .filter(({ module }) => module !== null)
    .map(({ name, module }) => (name === module ? name : `${name} (${module})`));
  const unread = [...watch.unread, ...silent];
  return [
    unread.length > 0 && `The zones of ${names(unread)} could not be read.`,
    empty.length > 0 && `${names(empty)} sent an empty list of zones, which does not mean that there are none.`,
    watch.lacking.length > 0 &&
      `${names(watch.lacking)} gave no copy of the zone, so whether there is a newer one is not known.`,
    strangers.length > 0 && `The zones of ${strangers.join(', ')} could not be read: there is no token here.`,
    modules.length > 0 &&
      `What ${modules.join(', ')} was sent is accepted, not seen: no other back end shows what it holds.`,
  ].filter((words) => words !== false);
}

/** Copies of which serial and update stamp say the opposite. */
export function disputeWords(ground: PlanGround, { disputes }: ZoneWatch): string | null {
  const [first] = disputes;
  if (!first) return null;
  const words = (copy: HeldCopy): string =>
    `${label(ground, copy.id)} (serial ${copy.serial ?? '–'}, written ${copy.updated === null ? '–' : timeOf(copy.updated)})`;
  return (
    `Before it began the newer copy of ${first.zone} was that of ${words(first.bySerial)} by its serial, and that of ${words(first.byStamp)} ` +
    `by its update stamp${andMore(disputes.length - 1)}; which of the two WHM goes by is not known.`
  );
}
