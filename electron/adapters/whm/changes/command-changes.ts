import { isIP } from 'node:net';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { appendTrusted, synchronizeZones } from '#electron/adapters/whm/commands.ts';
import { runWriteCommand, type CommandJob } from '#electron/adapters/whm/stream/run.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import type { PageOutcome } from '#electron/adapters/whm/pages/page-request.ts';
import { complaintLimit } from '#electron/adapters/whm/budgets.ts';
import { zoneComplaints } from '#electron/adapters/whm/zone-complaints.ts';
import { readTrusted } from './trusted.ts';

/** Kinds of change that a command of the closed list makes. */
export type CommandChange = Extract<Change, { kind: 'synchronize' | 'trusted' }>;

/** A synchronization of all zones asks every member for each of them. */
const synchronizeDeadlineFactor = 5;

/** @throws WhmFailure `input.invalid` for what is no IP address */
export function checkTrustedAddress(address: string): void {
  if (isIP(address) === 0) throw whmFailure('input.invalid', 'A trusted IP is an IP address.');
}

/**
 * The command with its standard input.
 * @throws WhmFailure `input.invalid`, `whm.unsupported` for what no command does
 */
export function commandOf(change: CommandChange): CommandJob {
  if (change.kind === 'trusted') {
    checkTrustedAddress(change.address);
    if (!change.trusted) throw whmFailure('whm.unsupported', 'No command takes an address out of the list.');
    return { command: appendTrusted, stdin: `${change.address}\n` };
  }
  try {
    return { command: synchronizeZones(change.scope) };
  } catch (error) {
    if (error instanceof RangeError) throw whmFailure('input.invalid', 'There is no zone of that name.');
    throw error;
  }
}

/**
 * Runs the command of a change, once.
 * @returns what it printed
 * @throws WhmFailure `input.invalid`, `whm.rejected` (the command failed, with its words), `whm.unsupported`, and what
 *   opening a stream gives
 */
export async function changeByCommand(
  access: Access,
  change: CommandChange,
  signal?: AbortSignal,
): Promise<PageOutcome> {
  const job = commandOf(change);
  if (change.kind === 'trusted') {
    const { remotedns } = await readTrusted(access, signal);
    // tee would write the line a second time.
    if (remotedns.includes(change.address)) {
      throw whmFailure(
        'whm.rejected',
        `${change.address} is already in /etc/ips.remotedns on ${access.place}; nothing was sent.`,
      );
    }
  }
  const { pageMs } = access.deadlines;
  const deadlineMs = change.kind === 'synchronize' ? pageMs * synchronizeDeadlineFactor : pageMs;
  const { stdout, stderr, exit } = await runWriteCommand(access, job, deadlineMs, signal);
  const complaint = access.redact(stderr.trim(), 300);
  if (exit.code === 0 && exit.signal === 0) {
    return {
      message: access.redact(stdout.trim(), 500),
      notices: complaint === '' ? [] : [complaint],
      // It ends with 0 whatever came of the zones (`whm-protocol 13 C19`).
      ...(change.kind === 'synchronize' && {
        complaints: zoneComplaints(access, `${stdout}\n${stderr}`, stderr.length < complaintLimit),
      }),
    };
  }
  throw whmFailure(
    'whm.rejected',
    `${job.command[0]} on ${access.place} ended with exit code ${exit.code}, signal ${exit.signal}: “${complaint}”`,
    { code: exit.code, signal: exit.signal },
  );
}
