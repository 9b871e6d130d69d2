import type { ServerObservation } from '#shared/domain/topology/observation.ts';
import { answeredAt, wasNotAsked } from '#shared/domain/topology/observed.ts';
import { findOutage } from './outage.ts';

/**
 * What may be said of a picture's age.
 * - `none`: there is no server. `known`: nothing was asked yet; the last known state.
 * - `asking`: not every server was tried since the start. `withheld`: the keychain gives no tokens, so nothing is
 *   asked.
 * - `silent`: nobody answers, or so many fell silent at once that it is rather our own network.
 * - `behind`: the last word of some server is older than some rounds. `live`: none is.
 */
export type FreshnessKind = 'none' | 'known' | 'asking' | 'withheld' | 'silent' | 'behind' | 'live';

export interface Freshness {
  readonly kind: FreshnessKind;
  readonly servers: number;
  /** Servers that answered in their last round; while `asking`, since the start. */
  readonly answered: number;
  /** The oldest last word of a server that ever answered, epoch ms; null: none did. */
  readonly oldest: number | null;
}

export interface FreshnessSubject {
  /** Of every server of the inventory. */
  readonly observations: readonly ServerObservation[];
  /** Every server was tried once since the start. */
  readonly everyoneTried: boolean;
  /** Since when servers are asked, epoch ms; null: they are not. */
  readonly askedSince: number | null;
  /** Epoch ms. */
  readonly now: number;
  /** See `staleAfter`. */
  readonly staleAfterMs: number;
}

/**
 * Three rounds with their jitter, and the time that a slow answer may take.
 * @param pollSeconds between two rounds
 * @returns ms
 */
export function staleAfter(pollSeconds: number): number {
  return 3 * 1.2 * pollSeconds * 1000 + 30_000;
}

/**
 * How true the picture is now. A failed attempt makes nothing fresher, and one fresh server does not speak for the
 * others.
 */
export function freshnessOf(subject: FreshnessSubject): Freshness {
  const { observations, askedSince, now } = subject;
  let oldest: number | null = null;
  let answered = 0;
  let late = false;
  for (const observation of observations) {
    const at = answeredAt(observation);
    if (at !== null && (oldest === null || at < oldest)) oldest = at;
    // An answer from the future is from before the clock was set back: how old it is nobody knows.
    const stale = at === null || Math.abs(now - at) > subject.staleAfterMs;
    if (at !== null && stale) late = true;
    if (observation.contact.state !== 'reachable' || at === null) continue;
    if (subject.everyoneTried ? !stale : askedSince !== null && at >= askedSince) answered += 1;
  }
  const kind = (): FreshnessKind => {
    if (observations.length === 0) return 'none';
    if (observations.some(wasNotAsked)) return 'withheld';
    if (!subject.everyoneTried) return askedSince === null ? 'known' : 'asking';
    if (answered === 0 || findOutage(observations) !== null) return 'silent';
    return late ? 'behind' : 'live';
  };
  return { kind: kind(), servers: observations.length, answered, oldest };
}

const count = (n: number): string => n.toLocaleString('en');

/** A few words for the head of a window. */
export function freshnessWords({ kind, servers, answered }: Freshness): string {
  const share = `${count(answered)} of ${count(servers)}`;
  switch (kind) {
    case 'none':
      return 'No servers';
    case 'known':
      return 'Last known state';
    case 'asking':
      return `Asking: ${share} have answered`;
    case 'withheld':
      return 'Last known state, the keychain is locked';
    case 'silent':
    case 'behind':
      return `${share} answer`;
    case 'live':
      return answered === servers ? 'Live' : `Live, ${share} answer`;
  }
}

/** Said once for all servers instead of once for each; null unless `silent`. */
export function outageWords({ kind, servers, answered }: Freshness): string | null {
  return kind === 'silent'
    ? `${count(answered)} of ${count(servers)} servers ${servers === 1 ? 'answers' : 'answer'}; is this machine online?`
    : null;
}
