import { sameData } from './delta.ts';
import {
  channels,
  type ChannelState,
  type ChannelStates,
  type Channel,
  type ServerId,
  type ServerObservation,
} from './observation.ts';

/** Whether nothing was sent in the last attempt, since there was no token to send: that says nothing of the server. */
export function wasNotAsked({ contact }: ServerObservation): boolean {
  return contact.state === 'failed' && (contact.failure?.code.startsWith('keychain.') ?? false);
}

/**
 * When the server itself answered last, epoch ms; null: never. A failed attempt is no answer: the newest of the facts
 * that came from the server tells then how old its last word is.
 */
export function answeredAt(observation: ServerObservation): number | null {
  const { contact, entriesFor } = observation;
  if (contact.state === 'reachable') return contact.at;
  const { hostname, addresses, version, product, nameserver, namedRunning, clustering, members } = observation;
  const facts = [hostname, addresses, version, product, nameserver, namedRunning, clustering, members];
  let newest: number | null = null;
  for (const fact of [...facts, ...Object.values(entriesFor)]) {
    if (fact !== null && fact.source !== 'user' && (newest === null || fact.at > newest)) newest = fact.at;
  }
  return newest;
}

/**
 * Whether the network brought nothing back at the last attempt. A refusal, a changed certificate or an odd answer is
 * something.
 */
export function isSilent({ contact }: ServerObservation): boolean {
  return contact.state === 'failed' && contact.failure?.code === 'whm.unreachable';
}

const notProbed: ChannelState = { available: null, reason: null };

/** Channel states before any probe: all unknown. */
export const unprobedChannels: ChannelStates = Object.fromEntries(
  channels.map((channel) => [channel, notProbed]),
) as Record<Channel, ChannelState>;

/** What is known of a server that was never asked: nothing. */
export function neverObserved(id: ServerId): ServerObservation {
  return {
    id,
    contact: { state: 'never', at: null, since: null, failure: null },
    channels: unprobedChannels,
    hostname: null,
    addresses: null,
    version: null,
    product: null,
    nameserver: null,
    namedRunning: null,
    clustering: null,
    members: null,
    entriesFor: {},
    failures: {},
  };
}

/** Under what the failures of a server say that its accepted certificate has expired. */
export const certificateSubject = 'certificate';

/**
 * The entries of before in place of new ones that say the same, so that whoever compares by identity sees what has
 * changed.
 * @returns the observation itself where its list is another or there was none
 */
export function withKnownRecords(
  before: ServerObservation | undefined,
  observation: ServerObservation,
): ServerObservation {
  const known = before?.members?.value.records;
  const { members } = observation;
  if (known === undefined || members === null) return observation;
  let changed = known.length !== members.value.records.length;
  const records = members.value.records.map((record, at) => {
    if (sameData(known[at], record)) return known[at] ?? record;
    changed = true;
    return record;
  });
  return { ...observation, members: { ...members, value: { ...members.value, records: changed ? records : known } } };
}
