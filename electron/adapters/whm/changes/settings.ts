import type { TrustedAddresses } from '#shared/domain/plan/configuration.ts';
import type { SettingsReading } from '#electron/services/change-ports.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { callFunction } from '#electron/adapters/whm/api/calls.ts';
import { readLogSettings } from '#electron/adapters/whm/cluster-files/cluster-files.ts';
import { listClusterUsers } from '#electron/adapters/whm/commands.ts';
import { runCommands } from '#electron/adapters/whm/stream/run.ts';
import { WhmFailure } from '#electron/adapters/whm/failure.ts';
import { servicestatus } from '#electron/adapters/whm/api/functions.ts';
import { openManaged } from '#electron/adapters/whm/pages/own-entry.ts';
import { readRemoteList } from '#electron/adapters/whm/pages/server-pages.ts';
import { productByApi } from '#electron/adapters/whm/api/product.ts';
import { getTweakSetting, listResellers, type TweakKey } from './functions.ts';
import { commandMissing, pagesMissing, rootMissing } from './means.ts';
import { readTrusted } from './trusted.ts';

/** Resellers that are looked at one page each; beyond it the answer is unknown. */
const pagesLimit = 50;

/** What this caller or this server does not give is unknown; what speaks of the whole server ends the reading. */
const unknowable: ReadonlySet<string> = new Set(['whm.forbidden', 'whm.unsupported', 'whm.rejected', 'whm.protocol']);

async function orNull<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WhmFailure && unknowable.has(error.error.code)) return null;
    throw error;
  }
}

/** By the function; the file of the same settings where that is refused. */
async function readLogging(
  access: Access,
  signal: AbortSignal | undefined,
): Promise<Pick<SettingsReading, 'logLevel' | 'verboseSync'>> {
  const setting = (key: TweakKey): Promise<string | null> =>
    orNull(async () => (await callFunction(access, getTweakSetting, { key }, signal)).value);
  const level = await setting('dnsadmin_log');
  const verbose = level === null ? null : await setting('dnsadmin_verbose_sync');
  if (level !== null && verbose !== null) {
    return {
      // Never written: WHM's default, 0 (`whm-protocol 2.9`).
      logLevel: level === '' ? 0 : /^[0-9]$/.test(level) ? Number(level) : null,
      verboseSync: verbose === '' || verbose === '0' ? false : verbose === '1' ? true : null,
    };
  }
  if ((await commandMissing(access, signal)) !== null) return { logLevel: null, verboseSync: null };
  const read = await orNull(() => readLogSettings(access, signal));
  return read ?? { logLevel: null, verboseSync: null };
}

async function readTrustedLists(access: Access, signal: AbortSignal | undefined): Promise<TrustedAddresses | null> {
  if ((await commandMissing(access, signal)) === null) return orNull(() => readTrusted(access, signal));
  if ((await pagesMissing(access, signal)) !== null || (await rootMissing(access, signal)) !== null) return null;
  return orNull(async () => ({ dnsmaster: null, remotedns: await readRemoteList(access, signal) }));
}

/** DNSOnly has no resellers, and then not the function either (`whm-protocol 8`: only root logs in). */
async function readResellers(access: Access, signal: AbortSignal | undefined): Promise<readonly string[] | null> {
  try {
    const names = await callFunction(access, listResellers, {}, signal);
    return names.map((name) => access.redact(name, 64));
  } catch (error) {
    if (!(error instanceof WhmFailure) || !unknowable.has(error.error.code)) throw error;
    if (error.error.code !== 'whm.unsupported') return null;
    return (await productByApi(access, null, signal)) === 'dnsonly' ? [] : null;
  }
}

async function uniqueByCommand(access: Access, signal: AbortSignal | undefined): Promise<readonly string[] | null> {
  const [outcome] = await runCommands(access, [listClusterUsers], signal);
  if (outcome?.ok !== true) return null;
  const { stdout, exit } = outcome.result;
  // 1: DNSOnly's touch file, or the folder of clusters, is not there.
  if (exit.signal !== 0 || exit.code > 1) return null;
  const names = stdout.split('\n').map((path) => /^\/var\/cpanel\/cluster\/([^/]+)\/uniquedns$/.exec(path)?.[1]);
  return names.filter((name) => name !== undefined && name !== 'root').map((name) => access.redact(name ?? '', 64));
}

async function uniqueByPages(
  access: Access,
  resellers: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[] | null> {
  if (resellers.length === 0) return [];
  if (resellers.length > pagesLimit) return null;
  if ((await pagesMissing(access, signal)) !== null || (await rootMissing(access, signal)) !== null) return null;
  const unique: string[] = [];
  for (const reseller of resellers) {
    // The button of a reseller's view is about the cluster of his own (`whm-protocol 3.3`).
    const { reading } = await openManaged(access, reseller, signal);
    if (reading.clustering === null) return null;
    if (reading.clustering.enabled) unique.push(reseller);
  }
  return unique;
}

async function readUnique(
  access: Access,
  resellers: readonly string[] | null,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | null> {
  if ((await commandMissing(access, signal)) === null) {
    const unique = await orNull(() => uniqueByCommand(access, signal));
    if (unique !== null) return unique;
  }
  return resellers === null ? null : orNull(() => uniqueByPages(access, resellers, signal));
}

/**
 * Reads what plans need beyond the polls, each by the channel that gives it; what none gives is null.
 * @throws WhmFailure that speaks of the server as a whole
 */
export async function readSettings(access: Access, signal?: AbortSignal): Promise<SettingsReading> {
  const named = await orNull(() => callFunction(access, servicestatus, { service: 'named' }, signal));
  const logging = await readLogging(access, signal);
  const trusted = await readTrustedLists(access, signal);
  const resellers = await readResellers(access, signal);
  return {
    monitored: named?.monitored ?? null,
    ...logging,
    trusted,
    unique: await readUnique(access, resellers, signal),
    resellers,
  };
}
