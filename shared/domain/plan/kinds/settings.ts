import { sameData } from '#shared/domain/topology/delta.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { KindOfChange } from './kind.ts';

/** What the kinds that set something of the server itself have in common. */

/** For a kind that is about nothing but its server: there is no entry, and nobody else takes part. */
export const ofServer = {
  effects: () => [],
  obstacle: () => null,
  isInParts: false,
  subject: ({ kind, server }: Change): string => `${kind} ${server}`,
  entry: () => null,
  farEnds: () => [],
  whenSilent: () => null,
} satisfies Partial<KindOfChange>;

/** Only what is known on both sides differs. */
export function differs<T>(from: T | null, to: T | null): to is T & {} {
  return from !== null && to !== null && !sameData(from, to);
}

/** @returns a list kept sorted, with the entry or without it */
export function withEntry(list: readonly string[], entry: string, present: boolean): readonly string[] {
  const others = list.filter((each) => each !== entry);
  return present ? [...others, entry].toSorted() : others;
}

/** @returns what `make` makes of each entry that is in one of two lists only, those that go first */
export function listChanges<C>(
  from: readonly string[],
  to: readonly string[],
  make: (entry: string, present: boolean) => C,
): readonly C[] {
  return [
    ...from.filter((entry) => !to.includes(entry)).map((entry) => make(entry, false)),
    ...to.filter((entry) => !from.includes(entry)).map((entry) => make(entry, true)),
  ];
}

export const readAgain = (on: string): string => `The DNS Cluster page of ${on} is read again.`;
