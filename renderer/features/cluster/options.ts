import type { Change } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration, ServerConfiguration } from '#shared/domain/plan/configuration.ts';
import type { NameserverSoftware } from '#shared/domain/topology/observation.ts';

/** What the dialog 'Cluster options' holds; `keep` leaves a setting of every server as it is. */
export interface OptionFields {
  readonly clustering: 'keep' | 'on' | 'off';
  readonly threshold: 'keep' | 'default' | 'custom' | 'online';
  /** Failed dnsadmin commands, as typed. */
  readonly custom: string;
  readonly notify: 'keep' | 'on' | 'off';
  readonly software: 'keep' | NameserverSoftware;
  readonly monitored: 'keep' | 'on' | 'off';
  /** `keep`, or 0 to 9. */
  readonly logLevel: string;
  readonly verboseSync: 'keep' | 'on' | 'off';
  /** Name of a reseller; empty: none is meant. */
  readonly reseller: string;
  readonly unique: boolean;
}

export const keepAll: OptionFields = {
  clustering: 'keep',
  threshold: 'keep',
  custom: '10',
  notify: 'keep',
  software: 'keep',
  monitored: 'keep',
  logLevel: 'keep',
  verboseSync: 'keep',
  reseller: '',
  unique: true,
};

/** WHM's default (`whm-protocol 3.2`, adjustclusteroptions.cgi). */
export const defaultThreshold = 10;

/** @returns failed commands before a member is disabled, 0: never; null: not to be changed or not a number */
function wantedThreshold({ threshold, custom }: OptionFields): number | null {
  switch (threshold) {
    case 'keep':
      return null;
    case 'default':
      return defaultThreshold;
    case 'online':
      return 0;
    case 'custom':
      return isThreshold(custom) ? Number(custom) : null;
  }
}

export function isThreshold(text: string): boolean {
  return /^\s*[1-9]\d{0,5}\s*$/.test(text);
}

function changesOfServer(server: string, fields: OptionFields, fleet: FleetConfiguration): readonly Change[] {
  const now = fleet[server];
  const changes: Change[] = [];
  if (fields.clustering !== 'keep' && now?.clustering !== (fields.clustering === 'on'))
    changes.push({ kind: 'clustering', server, enabled: fields.clustering === 'on' });
  // WHM writes threshold and notification together: the one that stays must be known.
  const threshold = wantedThreshold(fields) ?? now?.threshold ?? null;
  const notify = fields.notify === 'keep' ? (now?.notify ?? null) : fields.notify === 'on';
  if (threshold !== null && notify !== null && (threshold !== now?.threshold || notify !== now.notify))
    changes.push({ kind: 'threshold', server, threshold, notify });
  if (fields.software !== 'keep' && now?.nameserver !== fields.software)
    changes.push({ kind: 'software', server, nameserver: fields.software });
  if (fields.monitored !== 'keep' && now?.monitored !== (fields.monitored === 'on'))
    changes.push({ kind: 'monitoring', server, monitored: fields.monitored === 'on' });
  // Level and verbose synchronization are one change: what stays must be known, too.
  const level = fields.logLevel === 'keep' ? (now?.logLevel ?? null) : Number(fields.logLevel);
  const verboseSync = fields.verboseSync === 'keep' ? (now?.verboseSync ?? null) : fields.verboseSync === 'on';
  if (level !== null && verboseSync !== null && (level !== now?.logLevel || verboseSync !== now.verboseSync))
    changes.push({ kind: 'logging', server, level, verboseSync });
  if (fields.reseller.trim() !== '')
    changes.push({ kind: 'unique', server, reseller: fields.reseller.trim(), enabled: fields.unique });
  return changes;
}

/** The changes of every server whose settings are not as wanted already. */
export function changesOfOptions(
  servers: readonly string[],
  fields: OptionFields,
  fleet: FleetConfiguration,
): readonly Change[] {
  return servers.flatMap((server) => changesOfServer(server, fields, fleet));
}

/** Settings that are written together, so that the one that stays must be known. */
const together = {
  threshold: ['threshold', 'notify'],
  logging: ['logLevel', 'verboseSync'],
} as const satisfies Readonly<Record<string, readonly (keyof OptionFields & keyof ServerConfiguration)[]>>;

/** @returns the servers where one of two settings cannot be set alone, since the other one is not known */
export function halfKnown(
  pair: keyof typeof together,
  servers: readonly string[],
  fields: OptionFields,
  fleet: FleetConfiguration,
): readonly string[] {
  const kept = together[pair].filter((setting) => fields[setting] === 'keep');
  if (kept.length === together[pair].length) return [];
  return servers.filter((server) => kept.some((setting) => (fleet[server]?.[setting] ?? null) === null));
}

/**
 * What a setting is now, in words: of one server or of many.
 * @param values one for each server; null is unknown
 * @param word what a known value is called
 */
export function currentWords<T>(values: readonly (T | null)[], word: (value: T) => string): string {
  const known = new Set(values.flatMap((value) => (value === null ? [] : [word(value)])));
  const unknown = values.filter((value) => value === null).length;
  if (known.size === 0) return 'Now unknown';
  const now = known.size === 1 ? `Now ${[...known].join('')}` : 'Now mixed';
  return unknown === 0 ? now : `${now}, unknown on ${unknown.toLocaleString('en')}`;
}
