import { lookUp } from '#shared/domain/table.ts';
import type { MemberRecord, Product, ServerObservation } from '#shared/domain/topology/observation.ts';
import type { ReverseTrust } from '#shared/domain/topology/topology.ts';

/** Everything that bears on whether the far side of a link trusts back. */
export interface ReverseEvidence {
  readonly record: MemberRecord;
  /** Null: not a server that Nameward can ask. */
  readonly far: ServerObservation | null;
  /** Names and addresses of the near side. */
  readonly nearNames: readonly string[];
  /** The far side's own list, read completely, names the near side; null: not read completely. */
  readonly listedByFar: boolean | null;
  /**
   * The far side may know the near one by an address that nobody here knows, as behind NAT: that it does not know a
   * private one is no answer.
   */
  readonly maybeByOther: boolean;
}

/** 'unknown' product: perhaps. */
export type Requirement = 'required' | 'perhaps' | 'not-required';

/** DNSOnly servers and write-only members need no reverse trust (`whm-protocol 3.3`, `8`). */
export function reverseRequirement(record: MemberRecord, product: Product): Requirement {
  if (record.role === 'write-only' || product === 'dnsonly') return 'not-required';
  return record.role !== null && product === 'cpanel' ? 'required' : 'perhaps';
}

/**
 * Whether the far side has an entry back: its own word first, then its member list, then what the near side's last poll
 * found. Null: unknown.
 */
export function reverseEntryFound(evidence: ReverseEvidence): boolean | null {
  const { record, far, nearNames, listedByFar, maybeByOther } = evidence;
  const answers = nearNames
    .map((name) => lookUp(far?.entriesFor, name)?.value)
    .filter((answer) => answer !== undefined);
  if (answers.includes(true) || listedByFar === true) return true;
  const found = answers.length > 0 ? false : (listedByFar ?? record.reverseTrust);
  return found === false && maybeByOther ? null : found;
}

export function judgeReverseTrust(found: boolean | null, requirement: Requirement): ReverseTrust {
  if (found === true) return 'yes';
  if (requirement === 'not-required') return 'not-required';
  return found === false ? 'no' : 'unknown';
}
