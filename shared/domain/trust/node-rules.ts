import {
  memberLimit,
  type NameserverSoftware,
  type ServerObservation,
  type StrayKind,
} from '#shared/domain/topology/observation.ts';
import { answeredAt, certificateSubject, isSilent, wasNotAsked } from '#shared/domain/topology/observed.ts';
import type { NodeKind, Tier } from '#shared/domain/topology/topology.ts';
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
  /** Names that this server has or claims and that another one claims or has. */
  readonly contests: readonly ContestedName[];
  /** Of a back end outside WHM, where its entry tells it. */
  readonly module: string | null;
}

/** A name with those who answer to it, all by what the inventory calls them. */
export interface ContestedName {
  readonly name: string;
  readonly holder: string | null;
  readonly claimants: readonly string[];
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
  if (observation.members.value.cut) {
    return judge(
      'unknown',
      'members.cut',
      `${label} names more than ${memberLimit.toLocaleString('en')} members: none of them is shown.`,
    );
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

/** A few paths, and how many more there are. */
function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(', ');
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}

/** Nothing of it is deleted by Nameward: what a file is for is for an admin to judge. */
function judgeStrays(observation: ServerObservation, label: string): readonly (Judgement | null)[] {
  const strays = observation.members?.value.strays ?? [];
  const paths = (kind: StrayKind): readonly string[] =>
    strays.filter((stray) => stray.kind === kind).map((stray) => stray.path);
  const roles = paths('role');
  const marks = paths('mark');
  return [
    roles.length === 0
      ? null
      : judge(
          'warning',
          'files.stray-role',
          `${label} has a role file without its member, on which WHM’s own list can fail (“No such cluster member”): ${listed(roles)}. To be cleared away by hand.`,
        ),
    marks.length === 0
      ? null
      : judge(
          'warning',
          'files.stray-mark',
          `${label} has a mark of a disabled member that is in no list: ${listed(marks)}. A member that is added under that name is disabled from its first moment; to be cleared away by hand.`,
        ),
  ];
}

/** What the user entered stands; who else claims it may be a copy, a mistake or a lie. */
function judgeContest({ name, holder, claimants }: ContestedName): Judgement {
  const others = claimants.join(' and ');
  return judge(
    'warning',
    'identity.contested',
    holder === null
      ? `${others} say that ${name} is theirs: entries under that name are taken for neither.`
      : `${others} ${claimants.length === 1 ? 'says' : 'say'} that ${name} is its own, which in the inventory is ${holder}: entries under that name are taken for ${holder}.`,
  );
}

/** Every rule on one node. */
export function judgeNode(subject: NodeSubject): readonly Judgement[] {
  const { observation, label } = subject;
  if (subject.kind === 'foreign') {
    const module = subject.module === null ? '' : ` of the module ${subject.module}`;
    return [
      judge(
        'unknown',
        'node.foreign',
        `${label} is a back end outside WHM${module}: Nameward cannot look into it. Its status is as its module tells it, and success may mean that a change was accepted, not that it was made.`,
      ),
    ];
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
    ...judgeStrays(observation, label),
    ...subject.contests.map(judgeContest),
  ].filter((judgement) => judgement !== null);
  if (contact === null) return rest;
  // What a silent server said last is no finding of now.
  const lastWord = subject.outage && isSilent(observation);
  return [contact, ...rest.map((judgement): Judgement => (lastWord ? { ...judgement, state: 'unknown' } : judgement))];
}
