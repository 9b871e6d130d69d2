import { lookUp } from '#shared/domain/table.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { becameOf, unexpectedHostname, type Became } from '#shared/domain/plan/facet.ts';
import { appError, type AppError } from '#shared/errors/index.ts';
import { whatChanged } from '#shared/domain/plan/what-changed.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import { addressOf } from '#electron/services/servers/inventory.ts';
import { locateElsewhere, whereItIs } from '#electron/services/plans/read/locate-entry.ts';
import { openAccess, readServer, type PlanGround, type ServerAccess } from '#electron/services/plans/read/reading.ts';
import { targetOf } from '#electron/services/plans/read/member-server.ts';
import type { StepWork } from './step-work.ts';

export interface Seen {
  readonly became: Became;
  /** The change with its entry where it was found. */
  readonly change: Change;
  /** Why it cannot be told. */
  readonly error: AppError | null;
  /** What was made is not all that was expected. */
  readonly note: AppError | null;
  /** Everything of the server that is otherwise than before, as far as it was read. */
  readonly differs: readonly string[];
  /** What was seen and who said so. */
  readonly words: string | null;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What is looked at. */
type Looked = Pick<StepWork, 'ground' | 'step' | 'before' | 'listed' | 'readings'>;

/**
 * Reads back what became of a change, again after each pause while it is not there yet: WHM queues some work and
 * answers before it is done.
 * @param print of the token that was sent with it; null: none, or not known
 * @param pauses ms before each look
 */
export async function readBack(
  work: Looked,
  access: ServerAccess,
  print: string | null,
  pauses: readonly number[],
): Promise<Seen> {
  let seen: Seen = {
    became: 'unknown',
    change: work.step.change,
    error: null,
    note: null,
    differs: [],
    words: null,
  };
  for (const ms of pauses) {
    if (ms > 0) await pause(ms);
    seen = await lookOnce(work, print);
    if (seen.became === 'made' || (seen.error && suspends(seen.error))) return seen;
  }
  const { change } = work.step;
  if (seen.became !== 'not-made' || change.kind !== 'member.add') return seen;
  // Before it is said that nothing was written: WHM may have put it into the list of another of its users.
  const elsewhere = await locateElsewhere(access, { change, print });
  if (elsewhere === null) return seen;
  return {
    ...seen,
    became: 'unknown',
    error: appError(
      'plan.partial',
      `The entry stands in the list of ${elsewhere.as}, under ${elsewhere.address}, and not in that of ${change.as}: delete it there by hand.`,
    ),
  };
}

async function lookOnce({ ground, step, before, listed, readings }: Looked, print: string | null): Promise<Seen> {
  const { change: planned } = step;
  const access = await openAccess(ground, planned.server);
  const read = access.ok ? await readServer(access.value, [planned]) : access;
  const nothing = { change: planned, note: null, differs: [], words: null };
  if (!read.ok || !access.ok) {
    return { ...nothing, became: 'unknown', error: read.ok ? null : read.error };
  }
  readings.note(planned.server, read.value);
  const table = 'as' in planned ? (before[planned.server]?.members[planned.as] ?? null) : null;
  const change = await whereItIs(ground, access.value, { change: planned, listed, before: table, print }, read.value);
  const now = { ...before, [planned.server]: read.value };
  const became = becameOf(change, before, now);
  const old = before[planned.server];
  return {
    became,
    change,
    error:
      became === 'unknown'
        ? appError('plan.partial', 'What is there now can be read by no channel of this server.')
        : null,
    note: became === 'made' ? hostnameNote(change, before, now) : null,
    differs: old ? whatChanged(old, read.value) : [],
    words: became === 'made' ? seenWords(ground, change, planned) : null,
  };
}

/** Who said that it is so. */
function seenWords(ground: PlanGround, change: Change, planned: Change): string {
  const here = label(ground, change.server);
  if (change.kind === 'member.add') {
    const { address } = change.member;
    const expected = planned.kind === 'member.add' ? planned.member.address : address;
    const other = address === expected ? '' : `, not under ${expected} as was expected`;
    return `${here} lists the entry under ${address}${other}.`;
  }
  if (change.kind === 'member.remove') return `${here} no longer lists ${change.address}.`;
  return `${here} was read again and has it so.`;
}

function hostnameNote(change: Change, before: FleetConfiguration, now: FleetConfiguration): AppError | null {
  const other = unexpectedHostname(change, before, now);
  return (
    other &&
    appError('plan.partial', `The entry carries the host name ${other.actual}, and ${other.expected} was expected.`)
  );
}

/** How an entry works. `note`: it is there, but whether it works could not be found out. */
export interface Tried {
  readonly failed: AppError | null;
  readonly note: AppError | null;
}
const works: Tried = { failed: null, note: null };

/**
 * Tries a new entry from both sides: the member takes its token, and the server itself says that it has the entry.
 * @param memberToken null: not known, the entry is asked for it
 * @returns nothing against it also when its member is none of ours
 */
export async function tryEntry(
  ground: PlanGround,
  change: Extract<Change, { kind: 'member.add' }>,
  access: ServerAccess,
  memberToken: string | null,
): Promise<Tried> {
  const { member, as, server } = change;
  if (member.module !== 'cPanel') return works;
  if (as === 'root') {
    const known = await access.client.hasEntryFor(member.address, null);
    if (known.ok && known.value === false) {
      return broken(`The entry is listed, but ${label(ground, server)} says that it has none.`);
    }
  }
  const target = targetOf(ground, member.address, member.host);
  if (!target) return works;
  const token = memberToken === null ? await access.changes.readEntryToken(as, member.address) : null;
  if (token && !token.ok) return { failed: null, note: token.error };
  // A place of its own in the connector, so that neither sessions nor circuits of the server itself are touched.
  const id = `${target.id}:entry:${server}`;
  const { connector } = ground;
  const answer = await connector
    .client({ ...addressOf(target), id, user: member.user }, token?.value ?? memberToken ?? '')
    .identity();
  connector.forget(id);
  // Refused for this one question is taken as a token all the same: who may ask what is shown by the channels.
  if (answer.ok || answer.error.code === 'whm.forbidden' || answer.error.code === 'whm.rejected') return works;
  if (answer.error.code === 'whm.unauthorized') {
    return broken(`The entry is there, but ${label(ground, target.id)} refuses its token.`);
  }
  const message = `The entry is there, but its token could not be tried: ${answer.error.message}`;
  return { failed: null, note: appError('plan.partial', message) };
}

function broken(message: string): Tried {
  return { failed: appError('plan.partial', message), note: null };
}

function label({ fleet }: PlanGround, id: string): string {
  return lookUp(fleet.topology().nodes, id)?.label ?? id;
}
