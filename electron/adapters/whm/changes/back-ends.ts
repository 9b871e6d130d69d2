import { moduleOf } from '#shared/domain/plan/back-ends.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { memberFolderOf, readMemberKeysOf } from '#electron/adapters/whm/commands.ts';
import { runCommands } from '#electron/adapters/whm/stream/run.ts';
import { whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import { readEntryFieldNames } from '#electron/adapters/whm/pages/entry-form.ts';
import { clusterUserFor, openManaged, requireOwnEntry } from '#electron/adapters/whm/pages/own-entry.ts';
import { readPage } from '#electron/adapters/whm/pages/page-request.ts';
import { commandMissing } from './means.ts';

/**
 * What is known of the back ends of a server before an entry of one is written (`whm-protocol 3.6`,
 * `whm-protocol 13 C13` to `13 C15`).
 */

/**
 * What WHM's form writes into an entry, by module: these can be edited without a loss. VPSNET's are inferred from
 * SoftLayer's.
 */
const ownKeys: Readonly<Record<string, ReadonlySet<string>>> = {
  cPanel: new Set(['user', 'host', 'pass', 'module', 'debug']),
  SoftLayer: new Set(['user', 'host', 'apikey', 'ns_config', 'module', 'debug']),
  VPSNET: new Set(['user', 'host', 'apikey', 'module', 'debug']),
};

/** Fields of the form that are no keys of the entry. */
const formFields: ReadonlySet<string> = new Set(['cluster_user', 'server', 'dnsrole', 'recurse', 'synczones', '']);
const shownNames = 20;

export function isKnownModule(module: string): boolean {
  return Object.hasOwn(ownKeys, module);
}

/** An entry as far as its back end goes. */
interface EntryKeys {
  readonly module: string;
  readonly keys: readonly string[];
}

async function keysByCommand(
  access: Access,
  as: string,
  address: string,
  signal: AbortSignal | undefined,
): Promise<EntryKeys | null> {
  const user = clusterUserFor(access, as) ?? as;
  const [outcome] = await runCommands(access, [readMemberKeysOf(user)], signal);
  if (outcome?.ok !== true) return null;
  const start = `${memberFolderOf(user)}/${address}:`;
  const lines = outcome.result.stdout.split('\n').filter((line) => line.startsWith(start));
  const words = lines.map((line) => line.slice(start.length).split('=', 2));
  if (words.length === 0) return null;
  // An entry of the old form names no back end: it is WHM's own (`whm-protocol 4`).
  const module = words.find(([key]) => key === 'module')?.[1] ?? 'cPanel';
  return { module: module === '' ? 'cPanel' : module, keys: words.map(([key = '']) => key) };
}

async function keysByPage(
  access: Access,
  as: string,
  address: string,
  signal: AbortSignal | undefined,
): Promise<EntryKeys> {
  const { module, session } = await requireOwnEntry(access, { as, address, withForm: false }, signal);
  const question = { clusterUser: clusterUserFor(access, as), module, address };
  const names = await readEntryFieldNames(access, question, session, signal);
  return { module, keys: names.filter((name) => !formFields.has(name)) };
}

/** What an edit of an entry would lose, as a refusal; the values of the keys are no part of it. */
export function unknownEntry(access: Access, address: string, { module, keys }: EntryKeys): WhmFailure | null {
  const own = ownKeys[isKnownModule(module) ? module : ''] ?? new Set(['module', 'debug']);
  const others = [...new Set(keys)].filter((key) => !own.has(key)).slice(0, shownNames);
  const isNamed = isKnownModule(module) && module === moduleOf(address);
  if (isNamed && others.length === 0) return null;
  const names = others.map((key) => access.redact(key, 64)).join(', ');
  const what = isKnownModule(module)
    ? ''
    : ` is of the back end ${access.redact(module, 64)}, whose form is not known here, and`;
  const lost = names === '' ? 'keys that could not be read' : `keys that an edit would lose (${names})`;
  return whmFailure(
    'whm.unsupported',
    `The entry ${address} on ${access.place}${what} has ${lost}: WHM writes the file anew from what its form sends. Nothing is sent; edit it on WHM's own page.`,
    { reason: 'unknown-keys' },
  );
}

/**
 * Makes sure that an edit loses nothing of an entry: its back end and all of its keys are known.
 * @throws WhmFailure `whm.unsupported` with the names of the keys that would be lost, and what reading them gives
 */
export async function requireKnownEntry(
  access: Access,
  { as, address }: Pick<Extract<Change, { kind: 'member.edit' }>, 'as' | 'address'>,
  signal?: AbortSignal,
): Promise<void> {
  const byCommand =
    (await commandMissing(access, signal)) === null ? await keysByCommand(access, as, address, signal) : null;
  const failure = unknownEntry(access, address, byCommand ?? (await keysByPage(access, as, address, signal)));
  if (failure !== null) throw failure;
}

/** What is sent for a back end from outside: fields of these names, if it has no others (`whm-protocol 3.6`). */
const sentFields: ReadonlySet<string> = new Set(['module', 'user', 'apikey', 'debug']);

function unknownForm(access: Access, module: string, names: readonly string[]): WhmFailure | null {
  const others = names.filter((name) => !formFields.has(name) && !sentFields.has(name)).slice(0, shownNames);
  if (others.length === 0 && names.includes('user') && names.includes('apikey')) return null;
  const fields = others.length === 0 ? '' : ` (${others.map((name) => access.redact(name, 64)).join(', ')})`;
  return whmFailure(
    'whm.unsupported',
    `${access.place} offers ${module}, and its form has fields that are not known here${fields}: add it on WHM's own page.`,
    { reason: 'unknown-form' },
  );
}

/**
 * Makes sure that the server knows the back end of a new entry. WHM shows two of them only to licences of certain
 * companies, unless it is told not to look (`whm-protocol 3.6`).
 * @throws WhmFailure `whm.unsupported` where the form that adds a member offers others, or one whose fields are not
 *   known, and what reading the page gives
 */
export async function requireOfferedModule(
  access: Access,
  { as, member }: Extract<Change, { kind: 'member.add' }>,
  signal?: AbortSignal,
): Promise<void> {
  if (member.module === 'cPanel') return;
  const { session } = await openManaged(access, as, signal);
  const clusterUser = clusterUserFor(access, as);
  const fields = [
    ['skip_companyid_check', '1'],
    ...(clusterUser === null ? [] : [['cluster_user', clusterUser] as const]),
  ] as const;
  // While clustering is off there is no such form: then WHM itself says so when the form of the back end is asked for.
  const { value: offered } = await readPage(
    access,
    { method: 'GET', path: access.memory.statusPath ?? '/scripts7/clusterstatus', fields },
    session,
    { reader: 'offered modules', input: null },
    signal,
  );
  if (offered.length === 0) return;
  if (offered.includes(member.module)) {
    if (isKnownModule(member.module)) return;
    const names = await readEntryFieldNames(
      access,
      { clusterUser, module: member.module, address: null },
      session,
      signal,
    );
    const failure = unknownForm(access, member.module, names);
    if (failure !== null) throw failure;
    return;
  }
  const names = offered.slice(0, shownNames).map((name) => access.redact(name, 64));
  throw whmFailure(
    'whm.unsupported',
    `The DNS Cluster page of ${access.place} offers ${names.join(', ')}, not ${member.module}. WHM's form does not offer it; the list may be incomplete, since releases differ in whether they show back ends from outside there. Such a back end comes with an installer that writes its entry.`,
    { reason: 'module-not-offered' },
  );
}
