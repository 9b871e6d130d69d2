import type { Channel, ServerObservation } from '#shared/domain/topology/observation.ts';
import { answeredAt, isSilent, wasNotAsked } from '#shared/domain/topology/observed.ts';
import type { NodeKind, ReverseTrust } from '#shared/domain/topology/topology.ts';
import { judgeEntry, type EntrySubject } from './entry-rules.ts';
import { judge, type Judgement } from './judgement.ts';
import type { Requirement } from './reverse.ts';
import { quoteWhm } from './whm-words.ts';

/** What the rules on one link look at. */
export interface LinkSubject extends EntrySubject {
  readonly source: Channel | 'user';
  readonly toKind: NodeKind;
  readonly from: ServerObservation;
  readonly reverseTrust: ReverseTrust;
  /** Whether the far side has an entry back, needed or not; null: unknown. */
  readonly reverseEntry: boolean | null;
  readonly requirement: Requirement;
  readonly toItself: boolean;
  /** Another entry of the same server leads to the same member. */
  readonly duplicate: boolean;
  /** So many servers went silent at once that it is rather our own network. */
  readonly outage: boolean;
}

type LinkRule = (link: LinkSubject) => Judgement | null;

const disabledMember: LinkRule = ({ record, fromLabel, toLabel }) =>
  record.disabled === true
    ? judge(
        'disabled',
        'member.disabled',
        `Disabled member: ${fromLabel} stopped using ${toLabel} after too many failed dnsadmin commands. Nothing is sent to it until it is enabled again and resynchronized.`,
      )
    : null;

const clusteringOff: LinkRule = ({ from, fromLabel }) =>
  from.clustering?.value.enabled === false
    ? judge('warning', 'clustering.off', `DNS clustering is disabled on ${fromLabel}: nothing is sent to its members.`)
    : null;

/**
 * The files were read, and the marks of disabled members were not: a healthy last poll does not say that it is still
 * used.
 */
const disabledUnknown: LinkRule = ({ record, source, fromLabel, toLabel }) =>
  record.disabled === null && source === 'command'
    ? judge(
        'unknown',
        'member.disabled-unknown',
        `Whether ${fromLabel} has disabled ${toLabel} could not be read, so whether anything is sent to it is not known.`,
      )
    : null;

const linkToItself: LinkRule = ({ toItself, fromLabel }) =>
  toItself
    ? judge('broken', 'link.itself', `${fromLabel} has an entry for itself: a cyclic trust relationship.`)
    : null;

const duplicateEntry: LinkRule = ({ duplicate, fromLabel, toLabel }) =>
  duplicate
    ? judge('warning', 'link.duplicate', `${fromLabel} has more than one entry that leads to ${toLabel}.`)
    : null;

/**
 * Our own view of the far side is not the link's: whether the near side reaches the member only the near side can say,
 * and where it says so `statusOfWhm` tells it. From us it is at most a warning, and unknown where our own network is in
 * doubt.
 */
const memberUnreachable: LinkRule = ({ record, to, toLabel, fromLabel, outage }) => {
  if (to?.contact.state !== 'failed') return null;
  const why = to.contact.failure?.message ?? 'unknown';
  const since = answeredAt(to);
  if (wasNotAsked(to)) return judge('unknown', 'member.not-asked', `${toLabel} could not be asked: ${why}`, since);
  if (record.status === 'active' && !outage) {
    return judge(
      'warning',
      'member.unreachable-from-here',
      `${toLabel} does not answer Nameward, while ${fromLabel} last saw it active.`,
      since,
    );
  }
  const view = record.status === null ? `; what ${fromLabel} thinks of it is not known` : '';
  return judge('unknown', 'member.unreachable', `${toLabel} does not answer Nameward${view}: ${why}`, since);
};

const statusOfWhm: LinkRule = (link) => {
  const { record, fromLabel } = link;
  if (record.status !== 'error' && record.status !== 'warning') return null;
  const words = quoteWhm(record.statusText);
  if (record.status === 'error') {
    return judge(
      'broken',
      'member.error',
      `WHM on ${fromLabel} shows an error for this member: ${words}${unreadVersion(link)}`,
    );
  }
  return judge(
    isReverseTrustWarning(link) ? 'ok' : 'warning',
    'member.warning',
    `WHM on ${fromLabel} shows a warning for this member: ${words}`,
  );
};

/**
 * WHM words it as a conflict of versions when it could not read the version at all (seen where the member's server
 * blocked the other).
 */
function unreadVersion({ record, toLabel, fromLabel }: LinkSubject): string {
  if (record.version !== null || record.statusText?.includes('Requires version') !== true) return '';
  return `. The version of ${toLabel} could not be read: often it blocks ${fromLabel} (cPHulk, a firewall)`;
}

/**
 * WHM warns of missing reverse trust whatever the product (`whm-protocol 3.3`, case 7), although DNSOnly servers need
 * none: our own rule decides that.
 */
function isReverseTrustWarning({ record, reverseEntry }: LinkSubject): boolean {
  return reverseEntry === false && (record.role === 'sync' || record.role === 'standalone');
}

const oneWayTrust: LinkRule = ({ reverseTrust, requirement, fromLabel, toLabel, record, to }) => {
  if (reverseTrust !== 'no') return null;
  // Neither the far side nor the near one's own poll says so now.
  if (to !== null && isSilent(to) && record.reverseTrust !== false) {
    const fact = `When ${toLabel} last answered, it had no entry for ${fromLabel}; whether it has one now is not known.`;
    return judge('unknown', 'trust.unknown', fact, answeredAt(to));
  }
  const fact = `${fromLabel} has an entry for ${toLabel}, but ${toLabel} has none for ${fromLabel}.`;
  if (requirement === 'required') {
    const role = record.role === 'sync' ? 'Synchronize' : 'Standalone';
    return judge(
      'broken',
      'trust.one-way',
      `One-way trust: ${fact} The DNS role ${role} to a cPanel & WHM server needs both.`,
    );
  }
  return judge(
    'warning',
    'trust.perhaps-one-way',
    `Perhaps one-way trust: ${fact} That matters unless ${toLabel} is a DNSOnly server or the DNS role is Write-only, and one of the two is not known.`,
  );
};

const reverseTrustUnknown: LinkRule = ({ reverseTrust, to, toKind, toLabel, fromLabel }) => {
  if (reverseTrust !== 'unknown') return null;
  const why =
    to === null
      ? `${toLabel} is not among the servers here, so it cannot be asked`
      : (to.contact.failure?.message ?? `${toLabel} did not answer the question`).replace(/\.$/, '');
  return toKind === 'foreign'
    ? null
    : judge('unknown', 'trust.unknown', `Whether ${toLabel} trusts ${fromLabel} back is not known: ${why}.`);
};

/**
 * The role file is missing on disk, which `command` sees; any other channel merely could not read it. A role file with
 * another word is no missing one.
 */
const roleMissing: LinkRule = ({ record, source, fromLabel, toLabel }) => {
  if (record.role !== null || record.roleText !== null) return null;
  return source === 'command'
    ? judge(
        'warning',
        'role.missing',
        `${fromLabel} has an entry for ${toLabel} without a DNS role: WHM shows it in no list and sends it nothing.`,
      )
    : judge('unknown', 'role.unknown', `The DNS role of ${toLabel} on ${fromLabel} could not be read.`);
};

/**
 * An entry is not yet a link that works: whether the near side reaches the member only the near side can say, and it
 * did not.
 */
const statusNotGiven: LinkRule = ({ toKind, record, source, to, from, fromLabel, toLabel }) => {
  if (record.status !== null || record.disabled === true) return null;
  // WHM writes the state of a member down when somebody opens its page. A member that was added since, or a server whose
  // page nobody opens, has none, and is used all the same: the marks of disabled members, which were read, say so.
  const hasNoStateFile = record.statusText === null && record.version === null && record.polledHostname === null;
  if (toKind !== 'foreign' && source === 'command' && record.disabled === false && hasNoStateFile) return null;
  const since = from.members?.at ?? null;
  if (toKind === 'foreign') {
    const words = `${toLabel} is a back end outside WHM; what ${fromLabel} thinks of it is not known.`;
    return judge('unknown', 'member.foreign', words, since);
  }
  // What is not known of a member that does not answer here either is said there.
  if (to?.contact.state === 'failed' && !wasNotAsked(to)) return null;
  const words = `${fromLabel} did not give the state of ${toLabel}: whether it reaches ${toLabel} is not known.`;
  return judge('unknown', 'member.status-unknown', words, since);
};

const rules: readonly LinkRule[] = [
  disabledMember,
  disabledUnknown,
  linkToItself,
  memberUnreachable,
  statusOfWhm,
  oneWayTrust,
  clusteringOff,
  duplicateEntry,
  roleMissing,
  reverseTrustUnknown,
  statusNotGiven,
];

/**
 * What is known of a link whose own server does not answer is its last word: unknown now, whatever it was then.
 * @param from the server that has the entry
 */
export function asLastWord(
  judgements: readonly Judgement[],
  from: ServerObservation,
  fromLabel: string,
): readonly Judgement[] {
  const { state } = from.contact;
  if (state !== 'failed' && state !== 'suspended') return judgements;
  const words = `${fromLabel} ${whyNotHeard(from)}: what stands here is what it said last.`;
  const age = judge('unknown', 'link.not-asked', words, answeredAt(from));
  // Without a token nothing was sent: that says nothing against the last word.
  if (wasNotAsked(from)) return [age, ...judgements];
  return [age, ...judgements.map(({ reason }): Judgement => ({ state: 'unknown', reason }))];
}

function whyNotHeard(from: ServerObservation): string {
  if (isSilent(from)) return 'does not answer';
  if (wasNotAsked(from)) return 'could not be asked';
  return from.contact.state === 'suspended' ? 'is not asked until you act' : 'does not answer as WHM does';
}

/** Every rule on one link; `whm-protocol 3.3` (decision order of the status) and `8` (rules of clusters). */
export function judgeLink(link: LinkSubject): readonly Judgement[] {
  return [...rules.map((rule) => rule(link)).filter((judgement) => judgement !== null), ...judgeEntry(link)];
}
