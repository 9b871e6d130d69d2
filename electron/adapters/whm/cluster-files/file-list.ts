import { memberLimit, type Product, type StrayFile } from '#shared/domain/topology/observation.ts';
import { canonicalAddress } from '#shared/domain/topology/address.ts';
import { complaintLimit } from '#electron/adapters/whm/budgets.ts';
import {
  clusterFolder,
  clusteringOnPath,
  dnsonlyPath,
  memberFolderOf,
  queueStatusFolder,
} from '#electron/adapters/whm/commands.ts';

/** Files beside a member file that belong to it (`whm-protocol 4`). */
const besides = ['.cache', '-state.json'] as const;
const roleFile = '-dnsrole';
const mark = '-down';
/** Longest name of a file, UTF-16 units (Linux: 255 bytes). */
const longestName = 255;
/** Back ends of WHM's own whose entries are no address (`whm-protocol 3.6`). */
const knownNames: ReadonlySet<string> = new Set(['softlayer', 'vpsnet']);

/** What the list of files tells by itself. */
export interface FileList {
  /** Null: whether the touch file is there could not be seen. */
  readonly clusteringOn: boolean | null;
  readonly product: Exclude<Product, 'unknown'> | null;
  /** Names of the members of one user. */
  readonly members: readonly string[];
  /** Of these the ones that have a role file. */
  readonly withRole: ReadonlySet<string>;
  /** Names with the mark of a disabled member, members or not; null: could not be read. */
  readonly disabled: ReadonlySet<string> | null;
  readonly strays: readonly StrayFile[];
  /** There are more members than are taken of one server. */
  readonly isTooLong: boolean;
  /** What `find` said against the folder with the members: they are unknown then; null: it was read. */
  readonly unread: string | null;
}

/** Names of what lies right below each folder, by folder: one look at each path, however many a server names. */
type Folders = ReadonlyMap<string, readonly string[]>;

function foldersOf(paths: readonly string[]): Folders {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const end = path.lastIndexOf('/');
    const name = path.slice(end + 1);
    if (name === '' || name.length > longestName) continue;
    const names = folders.get(path.slice(0, end));
    if (names === undefined) folders.set(path.slice(0, end), [name]);
    else names.push(name);
  }
  return folders;
}

/** How `find` begins a complaint: with its own name as it was called, a path too. */
const complainer = /^[\w./-]{0,100}find: /;

/** Complaints of `find` about a path: `/usr/bin/find: ‘PATH’: WHY`. */
function complaintsAbout(stderr: string, path: string): readonly string[] {
  return stderr.split('\n').filter((full) => {
    const line = full.replace(complainer, '');
    const at = line.indexOf('/');
    return (
      at !== -1 &&
      line.slice(at).startsWith(path) &&
      !/^[A-Za-z0-9._/-]/.test(line.slice(at + path.length, at + path.length + 1))
    );
  });
}

/**
 * English words of the one complaint that is none: the path is not there. Any other, in any language, means that it was
 * not read.
 */
function isMissing(complaint: string): boolean {
  return complaint.includes('No such file or directory');
}

/**
 * Why nothing is known of a path: what `find` said, other than that it is not there. Of very many complaints only the
 * first are kept: the one about the path may be among the others.
 */
function unreadable(stderr: string, paths: readonly string[]): string | null {
  if (stderr.length >= complaintLimit) return 'too many complaints to see whether one is about them';
  const complaints = paths.flatMap((path) => complaintsAbout(stderr, path));
  return complaints.find((complaint) => !isMissing(complaint)) ?? null;
}

function touched(paths: readonly string[], stderr: string, path: string): boolean | null {
  if (paths.includes(path)) return true;
  return unreadable(stderr, [path]) === null ? false : null;
}

/** Names of the entries in a folder of members: WHM's list is made of role files (`whm-protocol 4`). */
function entriesOf(names: readonly string[]): { readonly members: readonly string[]; readonly withRole: Set<string> } {
  const all = new Set(names);
  const isEntry = (name: string): boolean => !name.endsWith(roleFile) && !besides.some((end) => name.endsWith(end));
  const entries = names.filter(isEntry);
  const withRole = new Set(entries.filter((name) => all.has(name + roleFile)));
  // Without a role file WHM lists it nowhere, yet it may be an entry; a copy or a log that lies there is none.
  const members = entries.filter(
    (name) => withRole.has(name) || canonicalAddress(name) !== null || knownNames.has(name),
  );
  return { members, withRole };
}

/** `config_ROLES.cache` beside the files of members (`whm-protocol 4`). */
function isOther(name: string, members: ReadonlySet<string>): boolean {
  const base = besides.find((end) => name.endsWith(end));
  if (base === undefined) return !members.has(name) && !name.endsWith(roleFile);
  return !members.has(name.slice(0, -base.length)) && !name.startsWith('config_');
}

/** Members of every other cluster user: the marks of all stand in one folder. */
function membersOfOthers(folders: Folders, own: string): readonly string[] {
  const users = (folders.get(clusterFolder) ?? []).filter((user) => user !== own);
  return users.flatMap((user) => entriesOf(folders.get(`${clusterFolder}/${user}/config`) ?? []).members);
}

/** @param own members of that user */
function straysOf(
  folders: Folders,
  user: string,
  own: readonly string[],
  marks: readonly string[],
): readonly StrayFile[] {
  const folder = memberFolderOf(user);
  const names = folders.get(folder) ?? [];
  const members = new Set(own);
  const membersOfAny = new Set([...membersOfOthers(folders, user), ...members]);
  return [
    ...names
      .filter((name) => name.endsWith(roleFile) && !members.has(name.slice(0, -roleFile.length)))
      .map((name) => ({ kind: 'role' as const, path: `${folder}/${name}` })),
    ...marks
      .filter((name) => !membersOfAny.has(name))
      .map((name) => ({ kind: 'mark' as const, path: `${queueStatusFolder}/${name}${mark}` })),
    ...names
      .filter((name) => isOther(name, members))
      .map((name) => ({ kind: 'other' as const, path: `${folder}/${name}` })),
  ];
}

/**
 * Reads what `find` listed and what it could not read. A folder that cannot be read looks empty: only the complaint
 * tells the two apart.
 * @param user whose members are meant
 */
export function readFileList(
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  user: string,
): FileList {
  const paths = stdout.split('\n').filter((path) => path !== '');
  const folder = memberFolderOf(user);
  const folders = foldersOf(paths);
  const { members, withRole } = entriesOf(folders.get(folder) ?? []);
  const isTooLong = members.length > memberLimit;
  const marks = (folders.get(queueStatusFolder) ?? [])
    .filter((name) => name.endsWith(mark))
    .map((name) => name.slice(0, -mark.length));
  const isStatusRead = unreadable(stderr, [queueStatusFolder]) === null;
  const userFolder = folder.slice(0, folder.lastIndexOf('/'));
  return {
    clusteringOn: touched(paths, stderr, clusteringOnPath),
    product: productOf(touched(paths, stderr, dnsonlyPath)),
    members,
    withRole,
    disabled: isStatusRead ? new Set(marks) : null,
    // What belongs to no member is looked for among members that are taken.
    strays: isTooLong ? [] : straysOf(folders, user, members, marks),
    isTooLong,
    unread: unreadable(stderr, [clusterFolder, userFolder, folder]),
  };
}

function productOf(isDnsonly: boolean | null): FileList['product'] {
  if (isDnsonly === null) return null;
  return isDnsonly ? 'dnsonly' : 'cpanel';
}
