import type { ClusterReading } from '#electron/services/ports.ts';
import type { Clustering, MemberRecord, Product, Role } from '#shared/domain/topology/observation.ts';
import type { Access } from '../access.ts';
import { whmFailure } from '../failure.ts';
import {
  clusteringOnPath,
  dnsonlyPath,
  listClusterFiles,
  listClusterFilesOf,
  memberFolderOf,
  queueStatusFolder,
  readClusterSettings,
  readMemberFilesOf,
  readMemberStatesOf,
} from './commands.ts';
import { debugOf } from './debug-mode.ts';
import { statesByMember, statusOf, type MemberState } from './member-state.ts';
import { runCommands, type CommandOutcome, type CommandResult } from './run.ts';

/** WHM's own values where `cpanel.config` does not name the key (`whm-protocol 4`). */
const defaults = { threshold: 10, notify: true };

/** Files beside a member file that belong to it (`whm-protocol 4`). */
const besides = /(?:-dnsrole|\.cache|-state\.json)$/;
const namePattern = /^[A-Za-z0-9:._-]{1,64}$/;

/** The allow-list of `readMemberFiles` once more: a file name may hold colons, so the line is cut where an allowed one begins. */
const memberLine =
  /^\/var\/cpanel\/cluster\/[^/]+\/config\/([^/]+?):(#version [0-9.]+|(?:user|host|module|debug)=.*|standalone|sync|write-only)$/s;

interface MemberFile {
  readonly fields: Map<string, string>;
  role: Role | null;
}

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

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function nameIn(folder: string, path: string): string | null {
  const name = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
  return namePattern.test(name) ? name : null;
}

/** What the list of files tells by itself. */
export interface FileList {
  readonly clusteringOn: boolean;
  readonly product: Exclude<Product, 'unknown'>;
  readonly members: readonly string[];
  readonly disabled: ReadonlySet<string>;
}

export function readFileList(text: string, user = 'root'): FileList {
  const paths = linesOf(text);
  const inMemberFolder = paths.map((path) => nameIn(memberFolderOf(user), path)).filter((name) => name !== null);
  const inStatusFolder = paths.map((path) => nameIn(queueStatusFolder, path)).filter((name) => name !== null);
  return {
    clusteringOn: paths.includes(clusteringOnPath),
    product: paths.includes(dnsonlyPath) ? 'dnsonly' : 'cpanel',
    members: inMemberFolder.filter((name) => !besides.test(name)),
    disabled: new Set(inStatusFolder.filter((name) => name.endsWith('-down')).map((name) => name.slice(0, -5))),
  };
}

function readFiles(text: string): ReadonlyMap<string, MemberFile> {
  const files = new Map<string, MemberFile>();
  const fileOf = (name: string): MemberFile => {
    const file = files.get(name) ?? { fields: new Map(), role: null };
    files.set(name, file);
    return file;
  };
  for (const line of linesOf(text)) {
    const [, name = '', content = ''] = memberLine.exec(line) ?? [];
    if (content === 'standalone' || content === 'sync' || content === 'write-only') {
      if (name.endsWith('-dnsrole')) fileOf(name.slice(0, -'-dnsrole'.length)).role = content;
      continue;
    }
    const [key = '', ...value] = content.split('=');
    if (value.length > 0) fileOf(name).fields.set(key, value.join('='));
  }
  return files;
}

function flagText(value: string | undefined): boolean | null {
  if (value === undefined) return null;
  return value !== '0' && value !== '';
}

/** Keys of `cpanel.config`; null when the file could not be read. */
function configOf(settings: CommandResult | null): ReadonlyMap<string, string> | null {
  if (settings === null || settings.exit.code > 1) return null;
  const values = new Map<string, string>();
  for (const line of linesOf(settings.stdout)) {
    const [, key, value] = /^\/var\/cpanel\/cpanel\.config:(\w+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, value.trim());
  }
  return values;
}

function readSettings(clusteringOn: boolean, settings: CommandResult | null): Clustering {
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

function recordOf(
  access: Access,
  address: string,
  file: MemberFile | undefined,
  state: MemberState | undefined,
  disabled: boolean,
): MemberRecord {
  const field = (name: string): string | null => {
    const value = file?.fields.get(name)?.trim();
    return value === undefined || value === '' ? null : access.redact(value, 253);
  };
  const role = file?.role ?? null;
  const status = statusOf(state, role, disabled);
  const shown = (text: string | null | undefined, limit: number): string | null =>
    text === null || text === undefined ? null : access.redact(text, limit);
  return {
    address,
    hostname: field('host') ?? shown(state?.hostname, 253),
    user: field('user'),
    module: field('module'),
    role,
    disabled,
    status: status.status,
    statusText: shown(status.text, 300),
    version: shown(state?.version, 40),
    nameserver: state?.nameserver ?? null,
    reverseTrust: state?.reverseTrust ?? null,
    debug: debugOf(file?.fields.get('debug')),
    inherited: false,
  };
}

/**
 * Reads a server's own list of members from its files (`whm-protocol 4`). A member whose role file is missing is in no list of WHM's and
 * gets nothing; it is kept, with the role null.
 * @throws WhmFailure `whm.unsupported` where commands are refused, `whm.protocol` where their output makes no sense
 */
export function readClusterFiles(access: Access, signal?: AbortSignal): Promise<ClusterReading> {
  return readClusterFilesOf(access, 'root', signal);
}

/**
 * The same for the list of any cluster user; settings and disabled members are those of the server.
 * @throws WhmFailure as {@link readClusterFiles}; RangeError for what is no name of a user
 */
export async function readClusterFilesOf(access: Access, user: string, signal?: AbortSignal): Promise<ClusterReading> {
  const outcomes = await runCommands(
    access,
    [listClusterFilesOf(user), readMemberFilesOf(user), readMemberStatesOf(user), readClusterSettings],
    signal,
  );
  const found = needed(access, 'find', outcomes[0]);
  const members = needed(access, 'grep', outcomes[1]);
  const states = optional(access, outcomes[2]);
  const settings = optional(access, outcomes[3]);
  const list = readFileList(found.stdout, user);
  const files = readFiles(members.stdout);
  // The folder is there and full, yet nothing of it could be read: that is no empty list.
  if (list.members.length > 0 && files.size === 0 && members.exit.code === 2) throw failed(access, 'grep', members);
  const stateOf = statesByMember(states?.stdout ?? '');
  return {
    clustering: readSettings(list.clusteringOn, settings),
    members: {
      records: list.members
        .toSorted((one, other) => (one < other ? -1 : 1))
        .map((address) =>
          recordOf(access, address, files.get(address), stateOf.get(address), list.disabled.has(address)),
        ),
      partial: false,
    },
  };
}

/**
 * A harmless command that shows whether commands run at all, and what the server is (`whm-protocol 2.2`).
 * @throws WhmFailure as {@link readClusterFiles}
 */
export async function readProductByCommand(access: Access, signal?: AbortSignal): Promise<Exclude<Product, 'unknown'>> {
  const [outcome] = await runCommands(access, [listClusterFiles], signal);
  return readFileList(needed(access, 'find', outcome).stdout).product;
}
