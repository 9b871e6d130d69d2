import { isAddress, isPrivateAddress } from '#shared/domain/topology/address.ts';
import type { MemberRecord, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { Ground } from '#shared/domain/topology/directory.ts';
import { isWpSquared } from '#shared/domain/topology/version.ts';
import { judge, type Judgement } from './judgement.ts';

/** What the rules about an entry itself look at: who it means, and what stands in it. */
export interface EntrySubject {
  readonly record: MemberRecord;
  readonly fromLabel: string;
  readonly toLabel: string;
  readonly to: ServerObservation | null;
  /** Why it is taken for an entry of that server; null: it is of no server here. */
  readonly ground: Ground | null;
  /** Another server, by the host name that is stored in the entry. */
  readonly namedLabel: string | null;
  /** Servers that all say that the entry's address is theirs, where nothing tells which of them is meant. */
  readonly claimants: readonly string[];
}

type EntryRule = (entry: EntrySubject) => Judgement | null;

/**
 * WHM sends to the address, whoever is there; a host name that fits is no proof. A server behind NAT knows itself by
 * private addresses, and what answered WHM's poll under its public one is it.
 */
const addressMoved: EntryRule = ({ record, fromLabel, toLabel, to, ground }) => {
  const own = to?.addresses?.value ?? [];
  if (ground === null || ground === 'address' || own.length === 0 || !isAddress(record.address)) return null;
  const known = own.slice(0, 4).join(', ') + (own.length > 4 ? ' and others' : '');
  const reached = record.status === 'active' || (ground === 'poll' && record.status === 'warning');
  return reached && own.every(isPrivateAddress)
    ? judge(
        'ok',
        'address.other-way',
        `${fromLabel} reaches ${toLabel} by ${record.address}, which ${toLabel} does not count among its own addresses (${known}), as behind NAT.`,
      )
    : judge(
        'warning',
        'address.moved',
        `${fromLabel} keeps its entry for ${toLabel} under ${record.address}, and ${toLabel} says that its addresses are others (${known}): zone changes still go to ${record.address}. That the host name fits does not tell who is there.`,
      );
};

const namedAfterAnother: EntryRule = ({ record, fromLabel, toLabel, namedLabel }) =>
  namedLabel === null
    ? null
    : judge(
        'warning',
        'address.other-name',
        `${fromLabel} keeps ${record.address}, an address of ${toLabel}, under the host name ${record.hostname ?? ''}, which is that of ${namedLabel}: zone changes go to the address.`,
      );

const contested: EntryRule = ({ record, fromLabel, claimants }) =>
  claimants.length === 0
    ? null
    : judge(
        'warning',
        'address.contested',
        `${claimants.join(' and ')} say that ${record.address} is theirs: which of them the entry on ${fromLabel} means is not known.`,
      );

/**
 * The role file is there, so WHM lists the member; what it does with such a word is documented nowhere
 * (`whm-protocol 13 C11`).
 */
const oddRole: EntryRule = ({ record, fromLabel, toLabel }) => {
  const { role, roleText } = record;
  if (role !== null || roleText === null) return null;
  return roleText === ''
    ? judge(
        'warning',
        'role.unreadable',
        `The DNS role of ${toLabel} on ${fromLabel} could not be read: its role file holds no word that can be shown.`,
      )
    : judge(
        'warning',
        'role.odd',
        `In place of the DNS role of ${toLabel} on ${fromLabel} stands “${roleText}”, and not exactly one of standalone, sync and write-only: what WHM makes of that is not known.`,
      );
};

const wpSquared: EntryRule = ({ record, to, toLabel }) => {
  const version = to?.version?.value ?? record.version;
  return version !== null && isWpSquared(version)
    ? judge(
        'warning',
        'member.wp-squared',
        `${toLabel} runs WP Squared (${version}), which is no nameserver for the zones of others.`,
      )
    : null;
};

const rules: readonly EntryRule[] = [contested, namedAfterAnother, addressMoved, oddRole, wpSquared];

/** Every rule on what stands in one entry. */
export function judgeEntry(entry: EntrySubject): readonly Judgement[] {
  return rules.map((rule) => rule(entry)).filter((judgement) => judgement !== null);
}
