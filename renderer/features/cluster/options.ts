import type { Change } from '#shared/domain/plan/change.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
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
  readonly verboseSync: boolean;
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
  verboseSync: false,
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
  if (fields.monitored !== 'keep') changes.push({ kind: 'monitoring', server, monitored: fields.monitored === 'on' });
  if (fields.logLevel !== 'keep')
    changes.push({ kind: 'logging', server, level: Number(fields.logLevel), verboseSync: fields.verboseSync });
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

/** Servers where the threshold or the notification cannot be set alone, since the other one is not known. */
export function halfKnown(
  servers: readonly string[],
  fields: OptionFields,
  fleet: FleetConfiguration,
): readonly string[] {
  if (fields.threshold === 'keep' && fields.notify === 'keep') return [];
  return servers.filter(
    (server) =>
      (fields.threshold === 'keep' && (fleet[server]?.threshold ?? null) === null) ||
      (fields.notify === 'keep' && (fleet[server]?.notify ?? null) === null),
  );
}
