import { isIP } from 'node:net';
import type { EntrySettings } from '#electron/services/change-ports.ts';
import type { ClusterReading } from '#electron/services/ports.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { readClusterFilesOf } from '#electron/adapters/whm/cluster-files/cluster-files.ts';
import { whmFailure, WhmFailure } from '#electron/adapters/whm/failure.ts';
import { actingAs } from '#electron/adapters/whm/pages/acting-as.ts';
import { clusterUserFor, openManaged, requireOwnEntry } from '#electron/adapters/whm/pages/own-entry.ts';
import { isKnownModule, requireKnownEntry, unknownEntry } from './back-ends.ts';
import { commandMissing, pagesMissing } from './means.ts';

/** What belongs to another user is no part of this one's list. */
function ownRecords(reading: ClusterReading): ClusterReading {
  const records = reading.members.records.filter((record) => !record.inherited);
  return { ...reading, members: { ...reading.members, records } };
}

/**
 * By the page only the list of the user who is logged in can be read (`whm-protocol 3.3`), so that root logs in as the
 * reseller; and only while the reseller has unique DNS clustering: else the page shows root's.
 */
async function byPage(access: Access, as: string, signal: AbortSignal | undefined): Promise<ClusterReading> {
  const { reading } = await openManaged(access, as, signal);
  if (reading.members.partial) {
    throw whmFailure('whm.unsupported', `DNS clustering is off on ${access.place}, and WHM's page shows no members.`);
  }
  if (as === 'root') return ownRecords(reading);
  if (reading.clustering?.enabled !== true) {
    throw whmFailure(
      'whm.unsupported',
      `${as} has no unique DNS clustering on ${access.place}: WHM's page shows root's members, and not whether ${as} has entries. A root token with every right would read the files by command.`,
    );
  }
  // In a reseller's view the button is about the cluster of his own, so it says nothing of the server's.
  return { ...ownRecords(reading), clustering: null };
}

/**
 * Reads the list of one cluster user: by command where it runs, because the files show everything, else by the page.
 * @returns the complete list, without inherited members
 * @throws WhmFailure `whm.unsupported` where no channel shows the whole list, and what the channels give
 */
export async function readMembersAs(access: Access, as: string, signal?: AbortSignal): Promise<ClusterReading> {
  const clusterUser = clusterUserFor(access, as) ?? as;
  const command = await commandMissing(access, signal);
  if (command === null) return readClusterFilesOf(access, clusterUser, signal);
  const pages = await pagesMissing(access, signal);
  if (pages === null) return byPage(actingAs(access, as), as, signal);
  throw new WhmFailure({ ...pages, message: `${pages.message} By command: ${command.message}` });
}

/** An entry as its edit form has it; the token, or the API key of another back end, is a secret. */
interface Entry extends EntrySettings {
  readonly token: string;
}

/**
 * Reads an entry from the form by which WHM would edit it, the token included (`whm-protocol 3.2`).
 * @throws WhmFailure `whm.rejected` when there is no such entry, `whm.protocol` (another structure, or no token in it)
 */
export async function readEntry(access: Access, as: string, address: string, signal?: AbortSignal): Promise<Entry> {
  const missing = await pagesMissing(access, signal);
  if (missing !== null) throw new WhmFailure(missing);
  // Entries of WHM's own are named by an address. Written again from the fields that are known here another one would
  // lose the rest.
  if (isIP(address) === 0) await requireKnownEntry(access, { as, address }, signal);
  const { form, module } = await requireOwnEntry(access, { as, address, withForm: true }, signal);
  const unknown = isKnownModule(module) ? null : unknownEntry(access, address, { module, keys: [] });
  if (unknown !== null) throw unknown;
  if (form === null || form.token === '') {
    throw whmFailure('whm.protocol', `The form of ${address} on ${access.place} shows no token.`);
  }
  const { token, user, debug, nsConfig } = form;
  return { token, user, debug, nsConfig };
}
