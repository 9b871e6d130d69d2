/** Functions that act on services; with the ACL clustering alone they are for the nameserver only (`whm-protocol 2.1`, `2.2`). */
import type { Caller, NameserverSoftware, ServerState } from '../model.ts';
import { holds } from './acls.ts';
import { ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';
import { services } from './software.ts';

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
    if (name === 'named') server.namedRunning = server.nameserver !== 'disabled';
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
  const done: string[] = [];
  if (given.optional('enabled') !== null && given.flag('enabled') !== (found.enabled === 1)) {
    throw new ApiFailure(`The simulator does not enable or disable “${name}” this way.`);
  }
  const monitored = given.optional('monitored');
  if (monitored !== null && given.flag('monitored') !== (found.monitored === 1)) {
    if (name !== 'named') throw new ApiFailure(`The simulator monitors “${name}” always.`);
    server.namedMonitored = given.flag('monitored');
    done.push(`${server.namedMonitored ? 'Enabled' : 'Disabled'} monitoring for ${name}.`);
  }
  return { reason: done.length === 0 ? 'No changes made.' : done.join(' ') };
}

function hasRoot(caller: Caller): boolean {
  return caller.acls === null;
}

function isSoftware(text: string): text is Extract<keyof typeof SOFTWARE, ServerState['nameserver']> {
  return Object.hasOwn(SOFTWARE, text);
}
