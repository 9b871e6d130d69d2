import type { Channel, ChannelStates, Failure } from '#shared/domain/topology/observation.ts';
import { appError, err, ok, type AppError, type Result } from '#shared/errors/index.ts';
import type { ClusterReading, MemberChannel, WhmClient } from '#electron/services/ports.ts';
import { asFailure, endsRound, isPassing } from './failures.ts';

/** The best first: `command` sees the files, `pages` what WHM shows, `peer` only who receives writes. */
export const memberChannels: readonly MemberChannel[] = ['command', 'pages', 'peer'];

export interface MembersRead {
  readonly reading: ClusterReading;
  readonly channel: MemberChannel;
}

export interface MembersAttempt {
  readonly result: Result<MembersRead>;
  /** The channels that were tried in vain. */
  readonly failures: Partial<Record<`members.${MemberChannel}`, Failure>>;
  /** A channel failed although the probe had found it good. */
  readonly surprised: boolean;
}

/** Channels that the probe did not rule out. */
export function usableChannels(channels: ChannelStates): readonly MemberChannel[] {
  return memberChannels.filter((channel) => channels[channel].available !== false);
}

/**
 * Reads the members by the best channel there is. A channel that fails for good hands over to the next. One that may
 * only be disturbed does so only while nothing is known yet: a complete list must not make way for a partial one for a
 * hiccup.
 * @param knownBefore whether an earlier reading exists
 */
export async function readMembers(
  client: WhmClient,
  channels: ChannelStates,
  knownBefore: boolean,
  signal: AbortSignal,
): Promise<MembersAttempt> {
  const failures: Partial<Record<`members.${MemberChannel}`, Failure>> = {};
  let surprised = false;
  let last: AppError | null = null;
  for (const channel of usableChannels(channels)) {
    const read = await client.readMembers(channel, signal);
    if (read.ok) return { result: ok({ reading: read.value, channel }), failures, surprised };
    last = read.error;
    failures[`members.${channel}`] = asFailure(read.error);
    if (endsRound(read.error) && read.error.code !== 'whm.unreachable') break;
    if (isPassing(read.error)) {
      if (knownBefore) break;
    } else {
      surprised ||= channels[channel].available === true;
    }
  }
  return { result: err(last ?? noChannel(channels)), failures, surprised };
}

function noChannel(channels: ChannelStates): AppError {
  const reasons = memberChannels
    .map((channel: Channel) => channels[channel].reason)
    .filter((reason) => reason !== null);
  return appError('whm.unsupported', `No channel reads the members: ${[...new Set(reasons)].join('; ')}`);
}
