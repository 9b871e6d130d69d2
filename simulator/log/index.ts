/** Writes the real file behind every server's `/usr/local/cpanel/logs/dnsadmin_log` (`whm-protocol 6`). */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ServerState } from '#simulator/model.ts';
import type { FleetContext } from '#simulator/seams.ts';
import { loggerLine } from './line.ts';

/** Where dnsadmin_log is on a real server. */
export const DNSADMIN_LOG = '/usr/local/cpanel/logs/dnsadmin_log';

/** Size at which the log is rotated: with its predecessor, twice that is the most one server takes. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Idle time after which the daemon goes to sleep (`dormant_services`, `whm-protocol 2.9`). */
const DORMANT_AFTER_MS = 5 * 60_000;

interface OpenLog {
  bytes: number;
  /** Epoch ms of the last line. */
  lastAt: number;
  dormant: boolean;
}

/** Kept beside the state, which stays plain data; a server's log is touched at its first line only. */
const openLogs = new WeakMap<ServerState, OpenLog>();

type Clock = Pick<FleetContext, 'now' | 'emit'>;

/**
 * Appends lines; they are in the file when this returns. The first call makes the file, with the lines of a daemon that
 * starts.
 * @param lines without line ends; see `line.ts` and `debug-lines.ts`
 * @throws errors of the file system
 */
export function writeLog(server: ServerState, fleet: Clock, lines: readonly string[]): void {
  const log = ensureLog(server, fleet);
  const now = fleet.now();
  const waking = log.dormant
    ? [
        loggerLine(server, now, 'info', 'Recovering from dormant or doing hot restart listen fd=3'),
        loggerLine(server, now, 'info', 'Accepted connection on fd=5'),
      ]
    : [];
  log.dormant = false;
  append(server, fleet, log, [...waking, ...lines]);
}

/** Makes the log if there is none yet, so that it can be followed. */
export function ensureLog(server: ServerState, fleet: Clock): OpenLog {
  const open = openLogs.get(server);
  if (open !== undefined) return open;
  mkdirSync(dirname(server.dnsadminLogFile), { recursive: true });
  const found = statSync(server.dnsadminLogFile, { throwIfNoEntry: false });
  const log: OpenLog = { bytes: found?.size ?? 0, lastAt: fleet.now(), dormant: false };
  openLogs.set(server, log);
  // A log that is there from before: its daemon is running already.
  const given = server.files.get(DNSADMIN_LOG);
  if (given !== undefined && found === undefined) {
    appendFileSync(server.dnsadminLogFile, given, { mode: 0o600 });
    log.bytes = Buffer.byteLength(given);
    return log;
  }
  append(server, fleet, log, startLines(server, fleet.now()));
  return log;
}

/** Lets a copy of a server's state write into the same log. */
export function shareLog(server: ServerState, copy: ServerState, fleet: Clock): void {
  openLogs.set(copy, ensureLog(server, fleet));
}

/**
 * What cpanellogd does: the file gets another name, the next line goes into a new one of the old name. Replaces the
 * former predecessor.
 */
export function rotateLog(server: ServerState, fleet: Clock): void {
  const log = ensureLog(server, fleet);
  renameSync(server.dnsadminLogFile, `${server.dnsadminLogFile}.1`);
  appendFileSync(server.dnsadminLogFile, '', { mode: 0o600 });
  log.bytes = 0;
}

/** Puts the daemons to sleep that have had nothing to do for five minutes. */
export function sleepWhenIdle(servers: Iterable<ServerState>, fleet: Clock): void {
  for (const server of servers) {
    const log = openLogs.get(server);
    if (log === undefined || log.dormant || fleet.now() - log.lastAt < DORMANT_AFTER_MS) continue;
    append(server, fleet, log, [
      loggerLine(server, fleet.now(), 'info', 'Switching dnsadmin to dormant mode: inactive for 5 minutes'),
    ]);
    log.dormant = true;
  }
}

function startLines(server: ServerState, at: number): readonly string[] {
  // A complaint of Perl's without a timestamp, as in the observed log of `whm-protocol 6`.
  const complaint =
    'Use of uninitialized value in hash element at /usr/local/cpanel/Cpanel/NameServer/Conf/BIND.pm line 155.';
  return [
    ...(server.nameserver === 'bind' ? [complaint] : []),
    loggerLine(server, at, 'info', 'Hot restart of dnsadmin'),
    'dnsadmin 4.0 entering server mode',
    loggerLine(server, at, 'info', 'Recovering from dormant or doing hot restart listen fd=3'),
  ];
}

function append(server: ServerState, fleet: Clock, log: OpenLog, lines: readonly string[]): void {
  if (log.bytes > MAX_BYTES) rotateLog(server, fleet);
  const text = lines.map((line) => `${line}\n`).join('');
  appendFileSync(server.dnsadminLogFile, text, { mode: 0o600 });
  log.bytes += Buffer.byteLength(text);
  log.lastAt = fleet.now();
  for (const line of lines) fleet.emit({ kind: 'log-written', at: fleet.now(), server: server.id, line });
}
