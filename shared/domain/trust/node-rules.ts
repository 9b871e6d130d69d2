import type { NameserverSoftware, ServerObservation } from '../topology/observation.ts';
import { answeredAt, certificateSubject, isSilent, wasNotAsked } from '../topology/observed.ts';
import type { NodeKind, Tier } from '../topology/topology.ts';
import { judge, type Judgement } from './judgement.ts';

/** What the rules on one node look at. */
export interface NodeSubject {
  readonly kind: NodeKind;
  readonly label: string;
  readonly tier: Tier;
  readonly observation: ServerObservation | null;
  /** Nameserver software of the other members of the cluster, as far as known. */
  readonly softwareInCluster: ReadonlySet<NameserverSoftware>;
  readonly hasMembers: boolean;
  /** So many servers went silent at once that it is rather our own network. */
  readonly outage: boolean;
}

function judgeContact(observation: ServerObservation, label: string, outage: boolean): Judgement | null {
  const { contact } = observation;
  const since = answeredAt(observation);
  const why = contact.failure?.message ?? 'unknown';
  if (wasNotAsked(observation))
    return judge('unknown', 'server.not-asked', `${label} could not be asked: ${why}`, since);
  switch (contact.state) {
    case 'reachable':
      return null;
    case 'never':
      return judge('unknown', 'server.never-asked', `${label} has not been asked yet.`);
    case 'failed':
      return judge(
        outage && isSilent(observation) ? 'unknown' : 'broken',
        'server.unreachable',
        `${label} does not answer: ${why}`,
        since,
      );
    case 'suspended':
      return judge('broken', 'server.suspended', `Nothing is sent to ${label} until you act: ${why}`, since);
  }
}

function judgeCertificate(observation: ServerObservation, label: string): Judgement | null {
  const failure = observation.failures[certificateSubject];
  return observation.contact.state === 'reachable' && failure !== undefined
    ? judge('warning', 'certificate.expired', `${label}: ${failure.message}`)
    : null;
}

function judgeService({ namedRunning, nameserver }: ServerObservation, label: string, tier: Tier): Judgement | null {
  if (nameserver?.value === 'disabled') {
    return tier === 'web'
      ? null
      : judge(
          'warning',
          'nameserver.disabled',
          `The nameserver software of ${label} is disabled: it answers no DNS query.`,
        );
  }
  if (namedRunning?.value === false)
    return judge('broken', 'nameserver.down', `The DNS server of ${label} is not running.`);
  return null;
}

function judgeReading(observation: ServerObservation, label: string): Judgement | null {
  if (observation.contact.state !== 'reachable') return null;
  if (observation.members === null) {
    const why = observation.failures['members']?.message;
    return judge('unknown', 'members.unknown', `The members of ${label} could not be read${why ? `: ${why}` : '.'}`);
  }
  return observation.members.value.partial
    ? judge(
        'unknown',
        'members.partial',
        `Only the members to which ${label} sends zones are known, without their DNS roles.`,
      )
    : null;
}

function judgeClustering(observation: ServerObservation, label: string, hasMembers: boolean): Judgement | null {
  return observation.clustering?.value.enabled === false && hasMembers
    ? judge('warning', 'clustering.off', `DNS clustering is disabled on ${label}, although it has members.`)
    : null;
}

/** `whm-protocol 8`: DNSSEC in a cluster needs PowerDNS on every member. */
function judgeSoftware(subject: NodeSubject): Judgement | null {
  return subject.observation?.nameserver?.value === 'bind' && subject.softwareInCluster.has('powerdns')
    ? judge(
        'warning',
        'nameserver.bind',
        `${subject.label} runs BIND among members on PowerDNS: domains with DNSSEC need PowerDNS on every member of the cluster.`,
      )
    : null;
}

/** Every rule on one node. */
export function judgeNode(subject: NodeSubject): readonly Judgement[] {
  const { observation, label } = subject;
  if (subject.kind === 'foreign') {
    return [judge('unknown', 'node.foreign', `${label} is a back end outside WHM: Nameward cannot look into it.`)];
  }
  if (observation === null) {
    return [
      judge('unknown', 'node.unknown-host', `${label} is a member of a server here, but Nameward has no token for it.`),
    ];
  }
  const contact = judgeContact(observation, label, subject.outage);
  const rest = [
    judgeCertificate(observation, label),
    judgeService(observation, label, subject.tier),
    judgeReading(observation, label),
    judgeClustering(observation, label, subject.hasMembers),
    judgeSoftware(subject),
  ].filter((judgement) => judgement !== null);
  if (contact === null) return rest;
  // What a silent server said last is no finding of now.
  const lastWord = subject.outage && isSilent(observation);
  return [contact, ...rest.map((judgement): Judgement => (lastWord ? { ...judgement, state: 'unknown' } : judgement))];
}
