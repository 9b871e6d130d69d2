import { certificateSubject } from '#shared/domain/topology/observed.ts';
import type { Contact, Fact, Failure, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { ReverseQuestion } from '#shared/domain/trust/questions.ts';
import type { AppError } from '#shared/errors/index.ts';
import type { ChannelProbe, Identity, WhmClient } from '#electron/services/ports.ts';
import { asFailure, endsRound, isPassing, suspends } from './failures.ts';
import { readMembers, type MembersRead } from './members.ts';
import { askReverseTrust, type ReverseAnswers } from './reverse-trust.ts';

export interface RoundInput {
  readonly client: WhmClient;
  readonly previous: ServerObservation;
  /** Find the channels out even when nothing seems to have changed. */
  readonly probeDue: boolean;
  readonly questions: readonly ReverseQuestion[];
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export interface RoundOutcome {
  readonly observation: ServerObservation;
  /** Why the server could not be asked to the end; null when it could. */
  readonly error: AppError | null;
  readonly probed: boolean;
  /** The channels are not what the last probe said. */
  readonly probeAgain: boolean;
  /** Addresses the server was asked for. */
  readonly asked: readonly string[];
}

/** The state of the contact after an attempt; `since` moves only when the state does. */
export function contactAfter(previous: Contact, at: number, error: AppError | null): Contact {
  const state = error === null ? 'reachable' : suspends(error) ? 'suspended' : 'failed';
  return {
    state,
    at,
    since: previous.state === state ? previous.since : at,
    failure: error === null ? null : asFailure(error),
  };
}

function withIdentity(observation: ServerObservation, identity: Identity, at: number): ServerObservation {
  const fact = <T>(value: T): Fact<T> => ({ value, source: 'api', at });
  return {
    ...observation,
    version: identity.version === null ? observation.version : fact(identity.version),
    hostname: identity.hostname === null ? observation.hostname : fact(identity.hostname),
    nameserver: identity.nameserver === null ? observation.nameserver : fact(identity.nameserver),
    namedRunning: fact(identity.namedRunning),
  };
}

/**
 * Said of a server that is reached all the same: an expired certificate that the user accepted is still the accepted
 * one.
 */
function expiredCertificate(at: number): Failure {
  return {
    code: 'whm.tls-untrusted',
    message: `The accepted certificate expired on ${new Date(at).toISOString().slice(0, 10)}. It is still the one that was accepted, so it is used; WHM’s nightly renewal (checkallsslcerts) seems to fail there.`,
  };
}

/** Takes over what a probe found out. */
export function withProbe(observation: ServerObservation, probe: ChannelProbe, at: number): ServerObservation {
  return {
    ...observation,
    channels: probe.channels,
    product: probe.product === null ? observation.product : { ...probe.product, at },
    addresses: probe.addresses === null ? observation.addresses : { value: probe.addresses, source: 'peer', at },
  };
}

function withMembers(observation: ServerObservation, { reading, channel }: MembersRead, at: number): ServerObservation {
  return {
    ...observation,
    members: { value: reading.members, source: channel, at },
    clustering:
      reading.clustering === null ? observation.clustering : { value: reading.clustering, source: channel, at },
  };
}

/** Takes over the answers; those to questions that nobody asks any more are dropped. */
export function withAnswers(
  observation: ServerObservation,
  answers: ReverseAnswers,
  questions: readonly ReverseQuestion[],
): ServerObservation {
  const current = new Set(questions.map((question) => question.address));
  const kept = Object.entries(observation.entriesFor).filter(([address]) => current.has(address));
  const { 'reverse trust': _before, ...failures } = observation.failures;
  return {
    ...observation,
    entriesFor: { ...Object.fromEntries(kept), ...answers.entriesFor },
    failures: answers.error ? { ...failures, 'reverse trust': asFailure(answers.error) } : failures,
  };
}

/**
 * Asks one server everything a round asks: who are you, what can you do (when due), who are your members, and do you
 * have entries for those who name you. A read that fails leaves the last known fact with its age and is told in
 * `failures`.
 */
export async function observeServer(input: RoundInput): Promise<RoundOutcome> {
  const { client, previous, signal, now } = input;
  const failures: Record<string, Failure> = {};
  let observation = previous;
  let probed = false;
  let surprised = false;
  let asked: readonly string[] = [];
  const done = (error: AppError | null): RoundOutcome => ({
    observation: {
      ...observation,
      contact: contactAfter(previous.contact, now(), error),
      failures: { ...observation.failures, ...failures },
    },
    error,
    probed,
    probeAgain: surprised && !probed,
    asked,
  });

  const identity = await client.identity(signal);
  observation = { ...observation, failures: {} };
  if (identity.ok) {
    observation = withIdentity(observation, identity.value, now());
    const expired = identity.value.certificateExpiredAt;
    if (expired !== undefined) failures[certificateSubject] = expiredCertificate(expired);
  } else {
    // Anything but a refusal of this one call means that the server does not talk to us as WHM does.
    if (identity.error.code !== 'whm.forbidden' && identity.error.code !== 'whm.rejected') return done(identity.error);
    failures['identity'] = asFailure(identity.error);
  }

  const versionChanged = observation.version?.value !== previous.version?.value;
  if (input.probeDue || versionChanged) {
    const probe = await client.probe(signal);
    if (probe.ok) {
      observation = withProbe(observation, probe.value, now());
      probed = true;
    } else {
      if (endsRound(probe.error)) return done(probe.error);
      failures['probe'] = asFailure(probe.error);
    }
  }

  const members = await readMembers(client, observation.channels, previous.members !== null, signal);
  Object.assign(failures, members.failures);
  surprised = members.surprised;
  if (members.result.ok) {
    observation = withMembers(observation, members.result.value, now());
  } else {
    failures['members'] = asFailure(members.result.error);
    // A channel that does not answer says nothing of the server, which has just told its name by another.
    if (endsRound(members.result.error) && !isPassing(members.result.error)) return done(members.result.error);
  }

  const answers = await askReverseTrust(client, input.questions, now, signal);
  asked = answers.asked;
  observation = withAnswers(observation, answers, input.questions);
  return done(answers.error && endsRound(answers.error) ? answers.error : null);
}
