import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ZoneCopies } from '#shared/domain/zones/arrival.ts';
import { readZoneCopy, unreadableCopy, type ZoneCopy } from '#shared/domain/zones/copy.ts';
import { zoneNameOf } from '#shared/domain/zones/list.ts';
import { ensureAccepted, sendPlain, type Access } from './access.ts';
import { WhmFailure, whmFailure } from './failure.ts';
import type { HttpAnswer } from './transport.ts';

const action = 'getzones_local';
const field = 'cpdnszone-';

/** Longest time that is spent on texts of zones without letting anything else run, ms. */
const longestSlice = 10;

/**
 * What each copy of a zone is, by `getzones_local` (`whm-protocol 5`), which sends whole zones: their texts are read one after the other and dropped,
 * and serial, update stamp and a digest of the records are kept. Zones that do not fit into one answer together are asked for in halves.
 * @param zones names, at most some hundreds
 * @returns those that are there; nothing can be read of one that no answer can hold
 * @throws WhmFailure `whm.forbidden` without the ACL clustering, `whm.protocol`
 */
export async function readZoneCopies(
  access: Access,
  zones: readonly string[],
  signal?: AbortSignal,
): Promise<ZoneCopies> {
  await ensureAccepted(access, signal);
  return new Map(await readSome(access, zones, signal));
}

async function readSome(
  access: Access,
  zones: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [string, ZoneCopy])[]> {
  if (zones.length === 0) return [];
  try {
    return await copiesIn(await ask(access, zones, signal), new Set(zones));
  } catch (error) {
    if (!(error instanceof WhmFailure) || error.error.details?.['reason'] !== 'too-large') throw error;
    const [only = ''] = zones;
    if (zones.length === 1) return [[only, unreadableCopy]];
    const middle = Math.ceil(zones.length / 2);
    const first = await readSome(access, zones.slice(0, middle), signal);
    return [...first, ...(await readSome(access, zones.slice(middle), signal))];
  }
}

async function ask(access: Access, zones: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const answer = await sendPlain(
    access,
    {
      method: 'POST',
      path: `/scripts2/${action}`,
      // Separated by commas in the implementation, whatever the older documentation says.
      body: new URLSearchParams({ zones: zones.join(',') }).toString(),
      deadlineMs: access.deadlines.pageMs,
      holds: 'zones',
      as: 'token',
      kind: 'read',
    },
    signal,
  );
  if (answer.status !== 200 || isPacked(answer) || !/^(?:&|cpdns|\s*$)/.test(answer.body)) {
    throw whmFailure('whm.protocol', `${access.place} answered ${action} in a form that is not known.`, {
      reason: 'shape',
    });
  }
  return answer.body;
}

function isPacked({ headers }: HttpAnswer): boolean {
  const coding = headers['content-encoding'];
  return coding !== undefined && coding !== 'identity';
}

/**
 * `cpdnszone-NAME=TEXT&…`, url-encoded; one pair at a time, since all of them decoded would be held twice. Zones that are not there are missing, the
 * order is free, and some implementers leave the suffix of the file in the name (`whm-protocol-2026 2.3`).
 */
async function copiesIn(body: string, asked: ReadonlySet<string>): Promise<readonly (readonly [string, ZoneCopy])[]> {
  const copies: (readonly [string, ZoneCopy])[] = [];
  let begun = performance.now();
  for (let from = 0; from < body.length;) {
    const end = body.indexOf('&', from);
    const to = end === -1 ? body.length : end;
    for (const [name, text] of new URLSearchParams(body.slice(from, to))) {
      const zone = name.startsWith(field) ? askedName(name.slice(field.length), asked) : null;
      // What was not asked for is nobody's business.
      if (zone !== null) copies.push([zone, readZoneCopy(text, zone, digestOf)]);
    }
    from = to + 1;
    if (performance.now() - begun < longestSlice) continue;
    await setImmediate();
    begun = performance.now();
  }
  return copies;
}

function askedName(name: string, asked: ReadonlySet<string>): string | null {
  if (asked.has(name)) return name;
  const zone = zoneNameOf(name);
  return zone !== null && asked.has(zone) ? zone : null;
}

function digestOf(records: readonly string[]): string {
  const hash = createHash('sha256');
  for (const record of records) hash.update(`${record}\n`);
  return hash.digest('base64');
}
