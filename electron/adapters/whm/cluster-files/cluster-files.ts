import type { ClusterReading } from '#electron/services/ports.ts';
import {
  limitedMembers,
  strayLimit,
  tooManyMembers,
  type Clustering,
  type MemberList,
  type MemberRecord,
} from '#shared/domain/topology/observation.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';
import {
  listClusterFiles,
  memberFolderOf,
  readClusterSettings,
  readMemberFilesOf,
  readMemberRolesOf,
  readMemberStatesOf,
} from '#electron/adapters/whm/commands.ts';
import { debugOf } from './debug-mode.ts';
import { readFileList, type FileList } from './file-list.ts';
import { cutLines, readFields, readRole, readRoleLines, type MemberFields, type RoleReading } from './member-lines.ts';
import { statesByMember, statusOf, type MemberState } from './member-state.ts';
import { runCommands, type CommandOutcome, type CommandResult } from '#electron/adapters/whm/stream/run.ts';

/** WHM's own values where `cpanel.config` does not name the key (`whm-protocol 4`). */
const defaults = { threshold: 10, notify: true };

function failed(access: Access, program: string, result: CommandResult): Error {
  return whmFailure(
    'whm.protocol',
    `${program} on ${access.place} ended with exit code ${result.exit.code}, signal ${result.exit.signal}.`,
    { code: result.exit.code, signal: result.exit.signal },
  );
}

/** `find` and `grep` end with 1 where a path or a line is missing, `grep -s` with 2 for a missing folder. */
function checked(access: Access, program: string, result: CommandResult): CommandResult {
  if (result.exit.signal !== 0 || result.exit.code > 2) throw failed(access, program, result);
  return result;
}

function needed(access: Access, program: string, outcome: CommandOutcome | undefined): CommandResult {
  if (outcome?.ok === true) return checked(access, program, outcome.result);
  throw outcome?.failure ?? new RangeError('No such command.');
}

/** What merely adds to the list may be missing: its facts are unknown then. */
function optional(access: Access, outcome: CommandOutcome | undefined): CommandResult | null {
  return outcome?.ok === true ? checked(access, 'grep', outcome.result) : null;
}

function flagText(value: string | undefined): boolean | null {
  if (value === undefined) return null;
  return value !== '0' && value !== '';
}

/** Keys of `cpanel.config`; null when the file could not be read. */
function configOf(settings: CommandResult | null): ReadonlyMap<string, string> | null {
  if (settings === null || settings.exit.code > 1) return null;
  const values = new Map<string, string>();
  for (const line of cutLines(settings.stdout)) {
    const [, key, value] = /^\/var\/cpanel\/cpanel\.config:(\w+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value.trim());
  }
  return values;
}

function readSettings(clusteringOn: boolean | null, settings: CommandResult | null): Clustering | null {
  if (clusteringOn === null) return null;
  const values = configOf(settings);
  if (values === null) return { enabled: clusteringOn, threshold: null, notify: null };
  const threshold = values.get('cluster_autodisable_threshold');
  return {
    enabled: clusteringOn,
    threshold: threshold === undefined ? defaults.threshold : /^\d{1,9}$/.test(threshold) ? Number(threshold) : null,
    notify: flagText(values.get('cluster_failure_notifications')) ?? defaults.notify,
  };
}

/**
 * What `cpanel.config` says of dnsadmin's log; a key that is not there has WHM's default, 0 (`whm-protocol 2.9`).
 * @returns null when the file could not be read
 * @throws WhmFailure as {@link readClusterFiles}
 */
export async function readLogSettings(
  access: Access,
  signal?: AbortSignal,
): Promise<{ readonly logLevel: number | null; readonly verboseSync: boolean } | null> {
  const [outcome] = await runCommands(access, [readClusterSettings], signal);
  const values = configOf(needed(access, 'grep', outcome));
  if (values === null) return null;
  const level = values.get('dnsadmin_log') ?? '0';
  return {
    logLevel: /^[0-9]$/.test(level) ? Number(level) : null,
    verboseSync: flagText(values.get('dnsadmin_verbose_sync')) ?? false,
  };
}

/** What was read of one entry. */
interface Entry {
  readonly name: string;
  readonly fields: MemberFields | undefined;
  readonly role: RoleReading;
  readonly state: MemberState | undefined;
  readonly disabled: boolean | null;
}

function recordOf(access: Access, { name, fields, role, state, disabled }: Entry): MemberRecord {
  const field = (key: string): string | null => {
    const value = fields?.get(key);
    return value === undefined || value === '' ? null : access.redact(value, 253);
  };
  const status = statusOf(state, role.role, disabled === true);
  const shown = (text: string | null | undefined, limit: number): string | null =>
    text === null || text === undefined ? null : access.redact(text.trim(), limit);
  return {
    address: access.redact(name, 255),
    hostname: field('host') ?? shown(state?.hostname, 253),
    polledHostname: shown(state?.hostname, 253),
    user: field('user'),
    module: field('module'),
    ...role,
    disabled,
    status: status.status,
    statusText: shown(status.text, 300),
    version: shown(state?.version, 40),
    nameserver: state?.nameserver ?? null,
    reverseTrust: state?.reverseTrust ?? null,
    debug: debugOf(fields?.get('debug')),
    inherited: false,
  };
}

/** The far side could not read the folder, so nothing is known of the members (never 'none'). */
function unreadFolder(access: Access, words: string): Error {
  return whmFailure(
    'whm.protocol',
    `${access.place} could not read the files of its DNS cluster: ${access.redact(words, 300)}`,
    { reason: 'unreadable' },
  );
}

/** Output of the four searches, in the order in which they run; null where one was refused that merely adds. */
interface Outputs {
  readonly members: CommandResult;
  readonly roles: CommandResult | null;
  readonly states: CommandResult | null;
}

function listOf(access: Access, list: FileList, user: string, { members, roles, states }: Outputs): MemberList {
  // Nothing more is read of a list that is too long to be taken.
  if (list.isTooLong) return tooManyMembers;
  const folder = memberFolderOf(user);
  const names = list.members.toSorted((one, other) => (one < other ? -1 : 1));
  const known = new Set(names);
  const fields = readFields(members.stdout, folder, known);
  const roleLines = readRoleLines(roles?.stdout ?? '', folder, known);
  // The folder is there and full, yet nothing of it could be read: that is no empty list.
  if (names.length > 0 && fields.size === 0 && roleLines.size === 0 && members.exit.code === 2) {
    throw failed(access, 'grep', members);
  }
  const stateOf = statesByMember(states?.stdout ?? '', folder, known);
  const unknownRole: RoleReading = { role: null, roleText: null };
  return limitedMembers({
    records: names.map((name) =>
      recordOf(access, {
        name,
        fields: fields.get(name),
        role: list.withRole.has(name) ? readRole(roleLines.get(name), access.redact) : unknownRole,
        state: stateOf.get(name),
        disabled: list.disabled === null ? null : list.disabled.has(name),
      }),
    ),
    partial: false,
    cut: false,
    strays: list.strays.slice(0, strayLimit).map(({ kind, path }) => ({ kind, path: access.redact(path, 400) })),
  });
}

/**
 * Reads a server's own list of members from its files (`whm-protocol 4`). An address whose role file is missing is in
 * no list of WHM's and gets nothing; it is kept, with the role null.
 * @throws WhmFailure `whm.unsupported` where commands are refused, `whm.protocol` where their output makes no sense or
 *   the folder could not be read
 */
export function readClusterFiles(access: Access, signal?: AbortSignal): Promise<ClusterReading> {
  return readClusterFilesOf(access, 'root', signal);
}

/**
 * The same for the list of any cluster user; settings and disabled members are those of the server.
 * @throws WhmFailure as {@link readClusterFiles}; RangeError for what is no name of a user
 */
export async function readClusterFilesOf(access: Access, user: string, signal?: AbortSignal): Promise<ClusterReading> {
  const { memory } = access;
  if (memory.tooManyMembers.has(user)) {
    const still = await readTooLongList(access, user, signal);
    if (still !== null) return still;
  }
  const outcomes = await runCommands(
    access,
    [listClusterFiles, readMemberFilesOf(user), readMemberRolesOf(user), readMemberStatesOf(user), readClusterSettings],
    signal,
  );
  const list = readFileList(needed(access, 'find', outcomes[0]), user);
  const members = needed(access, 'grep', outcomes[1]);
  if (list.unread !== null) throw unreadFolder(access, list.unread);
  if (list.isTooLong) memory.tooManyMembers.add(user);
  const outputs = { members, roles: optional(access, outcomes[2]), states: optional(access, outcomes[3]) };
  return {
    clustering: readSettings(list.clusteringOn, optional(access, outcomes[4])),
    members: listOf(access, list, user, outputs),
  };
}

/**
 * A list that was too long is looked at by itself first, so that not every round reads all that is in its files.
 * @returns null: it no longer is
 */
async function readTooLongList(access: Access, user: string, signal?: AbortSignal): Promise<ClusterReading | null> {
  const [listed, settings] = await runCommands(access, [listClusterFiles, readClusterSettings], signal);
  const list = readFileList(needed(access, 'find', listed), user);
  if (list.unread !== null) throw unreadFolder(access, list.unread);
  if (list.isTooLong) {
    return { clustering: readSettings(list.clusteringOn, optional(access, settings)), members: tooManyMembers };
  }
  access.memory.tooManyMembers.delete(user);
  return null;
}

/**
 * A harmless command that shows whether commands run at all, and what the server is (`whm-protocol 2.2`).
 * @returns null when the mark of the product could not be read
 * @throws WhmFailure as {@link readClusterFiles}
 */
export async function readProductByCommand(access: Access, signal?: AbortSignal): Promise<FileList['product']> {
  const [outcome] = await runCommands(access, [listClusterFiles], signal);
  return readFileList(needed(access, 'find', outcome), 'root').product;
}
