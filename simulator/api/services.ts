/**
 * Functions that act on services; with the ACL clustering alone they are for the nameserver only (`whm-protocol 2.1`,
 * `2.2`).
 */
import type { NameserverSoftware, ServerState } from '#simulator/model.ts';
import type { Caller } from '#simulator/seams.ts';
import { holds } from './acls.ts';
import { ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';
import { isNamedEnabled, services } from './software.ts';

/** What a freshly installed nameserver of each make is. */
const SOFTWARE: Readonly<Record<NameserverSoftware, string>> = { powerdns: '4.9.5', bind: '9.16.23', disabled: '' };

export const serviceFunctions: readonly ApiFunction[] = [
  { name: 'set_nameserver', acls: ['clustering'], dnsonly: true, since: 83, run: setNameserver },
  { name: 'restartservice', acls: ['restart', 'clustering'], dnsonly: true, run: restartService },
  { name: 'configureservice', acls: ['all', 'clustering'], dnsonly: true, run: configureService },
];

/** Only queued: the software changes when the task `setupnameserver X` has run. */
function setNameserver({ arguments: given, server, fleet }: ApiCall): ApiOutcome {
  const software = (given.optional('nameserver') ?? '').toLowerCase();
  if (!isSoftware(software)) throw new ApiFailure('Bind, powerdns, and disabled are valid nameserver options.');
  fleet.cluster.queueTask(server, `setupnameserver ${software}`, () => {
    server.nameserver = software;
    server.serviceSettings.delete('named');
    if (software !== 'disabled') server.nameserverVersion = SOFTWARE[software];
    server.namedRunning = software !== 'disabled';
  });
  return {
    data: { nameserver: software, message: `Queued task to set nameserver to ${software} successfully.` },
  };
}

function restartService(call: ApiCall): ApiOutcome {
  const { server, fleet, arguments: given } = call;
  const name = given.required('service');
  if (name !== 'named' && !holds(call.caller, 'restart')) {
    throw new ApiFailure('Clustering ACL only allows restart of named');
  }
  if (!services(server).some((service) => service.name === name)) throw new ApiFailure('No such service');
  const restart = (): void => {
    if (name === 'named') server.namedRunning = isNamedEnabled(server);
  };
  if (given.flag('queue_task')) {
    fleet.cluster.queueTask(server, `restartsrv ${name}`, restart);
    return { data: { service: name } };
  }
  restart();
  return { data: { service: name }, output: `Waiting for “${name}” to restart ………finished.\n` };
}

/** Says in its reason what it did. */
function configureService(call: ApiCall): ApiOutcome {
  const { server, arguments: given } = call;
  const name = given.optional('service') ?? '';
  if (name !== 'named' && !hasRoot(call.caller)) {
    throw new ApiFailure('Clustering ACL only allows configuration of named');
  }
  const found = services(server).find((service) => service.name === name);
  if (found === undefined) throw new ApiFailure('Specified service does not exist or was not specified.');
  const wish = (argument: 'enabled' | 'monitored', now: 0 | 1): boolean =>
    given.optional(argument) === null ? now === 1 : given.flag(argument);
  const next = { enabled: wish('enabled', found.enabled), monitored: wish('monitored', found.monitored) };
  const done: string[] = [];
  if (next.enabled !== (found.enabled === 1)) done.push(`${next.enabled ? 'Enabled' : 'Disabled'} ${name}.`);
  if (next.monitored !== (found.monitored === 1)) {
    done.push(`${next.monitored ? 'Enabled' : 'Disabled'} monitoring for ${name}.`);
  }
  if (done.length === 0) return { reason: 'No changes made.' };
  if (name === 'named') configureNamed(server, next);
  else server.serviceSettings.set(name, next);
  return { reason: done.join(' ') };
}

/** @throws ApiFailure when there is no software that could be switched on */
function configureNamed(server: ServerState, next: { readonly enabled: boolean; readonly monitored: boolean }): void {
  if (next.enabled && server.nameserver === 'disabled') throw new ApiFailure('No nameserver is installed.');
  if (next.enabled !== isNamedEnabled(server)) server.namedRunning = next.enabled;
  if (next.enabled || server.nameserver === 'disabled') server.serviceSettings.delete('named');
  else server.serviceSettings.set('named', next);
  server.namedMonitored = next.monitored;
}

function hasRoot(caller: Caller): boolean {
  return caller.acls === null;
}

function isSoftware(text: string): text is Extract<keyof typeof SOFTWARE, ServerState['nameserver']> {
  return Object.hasOwn(SOFTWARE, text);
}
