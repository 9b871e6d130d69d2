import type { ZoneSerials } from '#shared/domain/zones/arrival.ts';
import { soaSerial } from '#shared/domain/zones/soa.ts';
import { ensureAccepted, sendPlain, type Access } from './access.ts';
import { WhmFailure, whmFailure } from './failure.ts';
import type { HttpAnswer } from './transport.ts';

const action = 'getzones_local';
const field = 'cpdnszone-';

/**
 * Serials of zones by `getzones_local` (`whm-protocol 5`), which sends whole zones: their texts are read one after the other and dropped. Zones that
 * do not fit into one answer together are asked for in halves.
 * @param zones names, at most some hundreds
 * @returns those that are there; null for a zone without an SOA record that can be read, and for one that no answer can hold
 * @throws WhmFailure `whm.forbidden` without the ACL clustering, `whm.protocol`
 */
export async function readZoneSerials(
  access: Access,
  zones: readonly string[],
  signal?: AbortSignal,
): Promise<ZoneSerials> {
  await ensureAccepted(access, signal);
  return new Map(await readSome(access, zones, signal));
}

async function readSome(
  access: Access,
  zones: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly (readonly [string, number | null])[]> {
  if (zones.length === 0) return [];
  try {
    return [...serialsIn(await ask(access, zones, signal), new Set(zones))];
  } catch (error) {
    if (!(error instanceof WhmFailure) || error.error.details?.['reason'] !== 'too-large') throw error;
    const [only = ''] = zones;
    if (zones.length === 1) return [[only, null]];
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

/** `cpdnszone-NAME=TEXT&…`, url-encoded; one pair at a time, since all of them decoded would be held twice. */
function* serialsIn(body: string, asked: ReadonlySet<string>): Generator<readonly [string, number | null]> {
  for (let from = 0; from < body.length;) {
    const end = body.indexOf('&', from);
    const to = end === -1 ? body.length : end;
    for (const [name, text] of new URLSearchParams(body.slice(from, to))) {
      const zone = name.startsWith(field) ? name.slice(field.length) : null;
      // What was not asked for is nobody's business.
      if (zone !== null && asked.has(zone)) yield [zone, soaSerial(text, zone)];
    }
    from = to + 1;
  }
}
