import type { SynchronizeScope } from '#shared/domain/plan/change.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { whmFailure, type WhmFailure } from '#electron/adapters/whm/failure.ts';
import { zoneComplaints } from '#electron/adapters/whm/zone-complaints.ts';
import { openManaged } from './own-entry.ts';
import {
  noticesOf,
  readPage,
  writePage,
  type PageOutcome,
  type PageQuestion,
  type PageRequest,
} from './page-request.ts';
import type { ChangeAnswer, FormField, PageReader, PageReading } from '#electron/adapters/whm/page-readers/readers.ts';
import type { Session } from '#electron/adapters/whm/server-memory.ts';

/**
 * 'Synchronize DNS Records' and 'Configure Remote Service IPs' (`whm-protocol 3.2`, `2.12`). Their structure is
 * inferred: what is not found there is not written.
 */
export const synchronizePath = '/scripts/makesec';
export const remoteListPath = '/scripts6/editremoteipslist';

/** A synchronization of all zones asks every member for each of them. */
const synchronizeDeadlineFactor = 5;

function unrecognised(access: Access, path: string): WhmFailure {
  return whmFailure('whm.protocol', `${access.place}: unrecognised page at ${path}; nothing is written.`, {
    reason: 'unrecognised-page',
  });
}

async function readRootPage<Name extends PageReader>(
  access: Access,
  path: string,
  question: PageQuestion<Name>,
  signal: AbortSignal | undefined,
): Promise<{ readonly value: PageReading<Name>['value']; readonly session: Session | null }> {
  const view = await openManaged(access, 'root', signal);
  return readPage(access, { method: 'GET', path, fields: [] }, view.session, question, signal);
}

/**
 * Reads one of the two pages to see that it opens and is the known one.
 * @throws WhmFailure `whm.forbidden` (closed), `whm.protocol` (another structure), and what reading a page gives
 */
export async function probeServerPage(
  access: Access,
  path: typeof synchronizePath | typeof remoteListPath,
  signal?: AbortSignal,
): Promise<void> {
  if (path === remoteListPath) {
    await readList(access, signal);
    return;
  }
  const choices = ['one_local', 'all_local', 'one_zone', 'all_zones'];
  const fields = choices.map((value): FormField => ['sync_zones', value]);
  const { value: isKnown } = await readRootPage(access, path, { reader: 'fields', input: fields }, signal);
  if (!isKnown) throw unrecognised(access, path);
}

/** `whm-protocol 3.2`: which of the four is meant, the zone, and zones without an account here. */
export function synchronizeRequest(scope: SynchronizeScope): PageRequest {
  const here = scope.where === 'here';
  const fields: PageRequest['fields'] =
    scope.zones === 'one'
      ? [
          ['sync_zones', here ? 'one_local' : 'one_zone'],
          [here ? 'onezonelocal' : 'onezone', scope.zone],
        ]
      : [['sync_zones', here ? 'all_local' : 'all_zones'], ...(scope.full ? ([['all_domains', '1']] as const) : [])];
  return { method: 'POST', path: synchronizePath, fields };
}

/**
 * A text page without a message of a known class: what it prints while it works stands in a `pre` or beside its
 * warnings.
 */
function judgeSynchronization(access: Access, answer: ChangeAnswer): PageOutcome | null {
  const { printed, printedWhole, unreached } = answer;
  const notices = noticesOf(access, answer);
  if (printed.length === 0 && notices.length === 0) return null;
  const text = printed.join('\n');
  return {
    message: access.redact(text.slice(0, 4096).replace(/\s+/g, ' ').trim(), 500),
    notices,
    unreached: unreached && {
      hosts: unreached.hosts.map((host) => access.redact(host, 253)),
      words: access.redact(unreached.words, 300),
    },
    complaints: zoneComplaints(access, text, printedWhole),
  };
}

/**
 * Starts a synchronization by WHM's page and waits for what it prints.
 * @throws WhmFailure `whm.protocol` when the form is not the known one, and as `writePage`
 */
export async function synchronizeByPage(
  access: Access,
  scope: SynchronizeScope,
  signal?: AbortSignal,
): Promise<PageOutcome> {
  const request = synchronizeRequest(scope);
  const fields = request.fields.map(([name, value]): FormField => [name, name === 'sync_zones' ? value : null]);
  const question = { reader: 'fields', input: fields } as const;
  const { value: isKnown, session } = await readRootPage(access, synchronizePath, question, signal);
  if (!isKnown) throw unrecognised(access, synchronizePath);
  return writePage(
    access,
    request,
    session,
    {
      what: 'the synchronization',
      deadlineMs: access.deadlines.pageMs * synchronizeDeadlineFactor,
      judge: (answer) => judgeSynchronization(access, answer),
    },
    signal,
  );
}

interface RemoteList {
  readonly name: string;
  readonly addresses: readonly string[];
  /** The other lists of the form (`/etc/ips.remotemail`), as they are: the page replaces all of them. */
  readonly others: PageRequest['fields'];
  readonly session: Session | null;
}

function isRemoteDns({ name }: { readonly name: string }): boolean {
  return /remote_?dns/i.test(name);
}

async function readList(access: Access, signal: AbortSignal | undefined): Promise<RemoteList> {
  const question = { reader: 'text areas', input: 'editremoteipslist' } as const;
  const { value: areas, session } = await readRootPage(access, remoteListPath, question, signal);
  const [area, ...more] = areas.filter(isRemoteDns);
  if (area === undefined || more.length > 0) throw unrecognised(access, remoteListPath);
  const lines = area.text.split('\n').map((line) => line.trim());
  return {
    name: area.name,
    addresses: lines.filter((line) => line !== ''),
    others: areas.filter((one) => one !== area).map(({ name, text }) => [name, text] as const),
    session,
  };
}

/**
 * The addresses of `/etc/ips.remotedns` as the page shows them.
 * @throws WhmFailure `whm.protocol` (another structure), and what reading a page gives
 */
export async function readRemoteList(access: Access, signal?: AbortSignal): Promise<readonly string[]> {
  return (await readList(access, signal)).addresses.map((line) => access.redact(line, 64));
}

/**
 * The page replaces every list of its form.
 * @param others name and text of the lists that stay as they are
 */
export function remoteListRequest(
  name: string,
  addresses: readonly string[],
  others: PageRequest['fields'],
): PageRequest {
  return { method: 'POST', path: remoteListPath, fields: [[name, addresses.join('\n')], ...others] };
}

/**
 * Puts an address into `/etc/ips.remotedns` or takes it out, by the page.
 * @throws WhmFailure `whm.rejected` when it is so already, and as {@link readRemoteList} and `writePage`
 */
export async function changeRemoteList(
  access: Access,
  { address, trusted }: { readonly address: string; readonly trusted: boolean },
  signal?: AbortSignal,
): Promise<PageOutcome> {
  const { name, addresses, others, session } = await readList(access, signal);
  if (addresses.includes(address) === trusted) {
    throw whmFailure(
      'whm.rejected',
      `${address} is ${trusted ? 'already' : 'not'} in /etc/ips.remotedns on ${access.place}; nothing was sent.`,
    );
  }
  const next = trusted ? [...addresses, address] : addresses.filter((one) => one !== address);
  return writePage(
    access,
    remoteListRequest(name, next, others),
    session,
    { what: 'the change of the trusted IPs' },
    signal,
  );
}
