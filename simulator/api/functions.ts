/** The table of all functions that a server knows, and who may call which. */
import type { ServerState } from '#simulator/model.ts';
import type { Caller } from '#simulator/seams.ts';
import { isAtLeast } from '#simulator/cluster/version.ts';
import { holds } from './acls.ts';
import { ApiException, type ApiFunction } from './call.ts';
import { catalogue } from './catalogue.ts';
import { applicationFunctions } from './applications.ts';
import { bruteForceFunctions } from './brute-force.ts';
import { dnssecFunctions } from './dnssec.ts';
import { zoneKeyFunctions } from './zone-keys.ts';
import { networkFunctions } from './network.ts';
import { resellerFunctions } from './resellers.ts';
import { rightsFunctions } from './rights.ts';
import { serviceFunctions } from './services.ts';
import { sessionFunctions } from './sessions.ts';
import { softwareFunctions } from './software.ts';
import { tokenFunctions } from './tokens.ts';
import { trustFunctions } from './trust.ts';
import { tweakSettingFunctions } from './tweak-settings.ts';
import { recordFunctions } from './zone-records.ts';
import { zoneFunctions } from './zones.ts';

const notSimulated: readonly ApiFunction[] = catalogue.map((entry) => ({
  ...entry,
  run: () => {
    throw new ApiException(`The simulator does not play the function “${entry.name}”.`);
  },
}));

const table: ReadonlyMap<string, ApiFunction> = new Map(
  [
    ...softwareFunctions,
    ...trustFunctions,
    ...tokenFunctions,
    ...sessionFunctions,
    ...[...zoneFunctions, ...recordFunctions, ...dnssecFunctions, ...zoneKeyFunctions].map((entry): ApiFunction => ({
      ...entry,
      needsDnsRole: true,
    })),
    ...bruteForceFunctions,
    ...applicationFunctions,
    ...serviceFunctions,
    ...tweakSettingFunctions,
    ...resellerFunctions,
    ...networkFunctions,
    ...rightsFunctions(availableFunctions),
    ...notSimulated,
  ].map((entry) => [entry.name, entry]),
);

/** `batch` is not in the table: it stands above the functions (batch.ts) and is open to every caller. */
export const BATCH = 'batch';

/**
 * The function of that name, if this server's product and version have it.
 * @returns undefined for an unknown one, which WHM answers `Unknown app …`
 */
export function findFunction(server: ServerState, name: string): ApiFunction | undefined {
  const found = table.get(name);
  return found !== undefined && isPresent(server, found) ? found : undefined;
}

/** Whether the caller holds one of the rights that open the function. */
export function mayCall(caller: Caller, entry: Pick<ApiFunction, 'acls'>): boolean {
  return entry.acls.length === 0 || entry.acls.some((acl) => holds(caller, acl));
}

/** The exact sentence of a missing right is not known; peers match /required privileges/i (`whm-protocol 1.6`). */
export function missingRight(name: string): string {
  return `You do not have the required privileges to run “${name}”.`;
}

/** Names of everything the caller may call on this server, sorted; what `applist` gives. */
function availableFunctions(server: ServerState, caller: Caller): string[] {
  const open = [...table.values()].filter((entry) => isPresent(server, entry) && mayCall(caller, entry));
  return [BATCH, ...open.map((entry) => entry.name)].toSorted();
}

function isPresent(server: ServerState, entry: ApiFunction): boolean {
  return (entry.dnsonly || server.product === 'cpanel') && isAtLeast(server.version, entry.since ?? 0);
}
