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
