import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { ZoneCopies } from '#shared/domain/zones/arrival.ts';
import { canonicalSteps } from '#shared/domain/zones/canonical.ts';
import { readZoneCopy, unreadableCopy, type ZoneCopy, type ZoneDigest } from '#shared/domain/zones/copy.ts';
import { zoneNameOf } from '#shared/domain/zones/list.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { ensureAccepted } from '#electron/adapters/whm/api/calls.ts';
import { sendPlain } from '#electron/adapters/whm/requests.ts';
import { WhmFailure, whmFailure } from '#electron/adapters/whm/failure.ts';
import type { HttpAnswer } from '#electron/adapters/whm/http/http-answer.ts';

const action = 'getzones_local';
const field = 'cpdnszone-';

/** Longest time that is spent on texts of zones without letting anything else run, ms. */
const longestSlice = 10;
/** A longer pair is a zone of which only the beginning is decoded, for its serial: its records would not be read. */
const longestPair = 3_000_000;
const beginning = 300_000;

/**
 * What each copy of a zone is, by `getzones_local` (`whm-protocol 5`), which sends whole zones: their texts are read
 * one after the other and dropped, and serial, update stamp and a digest of the records are kept. Zones that do not fit
 * into one answer together are asked for in halves.
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
    return await copiesIn(await askForZones(access, zones, signal), new Set(zones));
  } catch (error) {
    if (!(error instanceof WhmFailure) || error.error.details?.['reason'] !== 'too-large') throw error;
    const [only = ''] = zones;
    if (zones.length === 1) return [[only, unreadableCopy]];
    const middle = Math.ceil(zones.length / 2);
    const first = await readSome(access, zones.slice(0, middle), signal);
    return [...first, ...(await readSome(access, zones.slice(middle), signal))];
  }
}

async function askForZones(access: Access, zones: readonly string[], signal: AbortSignal | undefined): Promise<string> {
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
 * `cpdnszone-NAME=TEXT&…`, url-encoded; one pair at a time, since all of them decoded would be held twice. Zones that
 * are not there are missing, the order is free, and some implementers leave the suffix of the file in the name
 * (`whm-protocol 13.3`).
 */
async function copiesIn(body: string, asked: ReadonlySet<string>): Promise<readonly (readonly [string, ZoneCopy])[]> {
  const copies: (readonly [string, ZoneCopy])[] = [];
  const breath = newBreath();
  for (let from = 0; from < body.length;) {
    const end = body.indexOf('&', from);
    const to = end === -1 ? body.length : end;
    const isWhole = to - from <= longestPair;
    const pair = isWhole ? body.slice(from, to) : body.slice(from, from + beginning).replace(/%[0-9A-Fa-f]?$/, '');
    for (const [name, text] of new URLSearchParams(pair)) {
      const zone = name.startsWith(field) ? askedName(name.slice(field.length), asked) : null;
      // What was not asked for is nobody's business.
      if (zone !== null)
        copies.push([zone, readZoneCopy(text, zone, isWhole ? await digestOf(text, zone, breath) : null)]);
    }
    from = to + 1;
    if (breath.isDue()) await breath.take();
  }
  return copies;
}

/** Tells when something else has to run. */
interface Breath {
  isDue(): boolean;
  take(): Promise<void>;
}

function newBreath(): Breath {
  let begun = performance.now();
  return {
    isDue: () => performance.now() - begun >= longestSlice,
    async take() {
      await setImmediate();
      begun = performance.now();
    },
  };
}

function askedName(name: string, asked: ReadonlySet<string>): string | null {
  if (asked.has(name)) return name;
  const zone = zoneNameOf(name);
  return zone !== null && asked.has(zone) ? zone : null;
}

async function digestOf(text: string, zone: string, breath: Breath): Promise<ZoneDigest | null> {
  const steps = canonicalSteps(text, zone);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    if (breath.isDue()) await breath.take();
  }
  if (step.value === null) return null;
  const hash = createHash('sha256');
  for (const record of step.value.records) hash.update(`${record}\n`);
  return { digest: hash.digest('base64'), whole: step.value.whole };
}
