/** Functions that tell what runs on a server (`whm-protocol 2.2`). */
import type { ServerState } from '#simulator/model.ts';
import { ApiFailure, type ApiFunction } from './call.ts';

/** The simulated operating system; every server has the same one, WHM's state does not depend on it. */
const OPERATING_SYSTEM = {
  operating_system_name: 'AlmaLinux',
  operating_system_version: '9.4',
  linux_kernel: '5.14.0-427.13.1.el9_4.x86_64',
};
/**
 * Software that only a server with accounts has; DNSOnly answers the number 0, as WHM does for anything not installed.
 */
const ACCOUNT_SOFTWARE = {
  apache: '2.4.62',
  mysql: '8.0.39',
  dovecot: '2.3.21',
  roundcube: '1.6.9',
  phpmyadmin: '5.2.1',
};

export interface Service {
  readonly name: string;
  readonly display_name: string;
  readonly enabled: 0 | 1;
  readonly installed: 0 | 1;
  readonly monitored: 0 | 1;
  readonly running?: 0 | 1;
}

export const softwareFunctions: readonly ApiFunction[] = [
  {
    name: 'version',
    acls: [],
    dnsonly: true,
    version0: true,
    run: ({ server }) => ({ data: { version: server.version } }),
  },
  {
    name: 'gethostname',
    acls: ['basic-system-info', 'clustering'],
    dnsonly: true,
    version0: true,
    run: ({ server }) => ({ data: { hostname: server.hostname } }),
  },
  {
    name: 'installed_versions',
    acls: ['basic-system-info', 'clustering'],
    dnsonly: true,
    run: (call) => ({ data: installedVersions(call.server, call.arguments.flag('packages')) }),
  },
  {
    name: 'servicestatus',
    acls: ['status', 'clustering'],
    dnsonly: true,
    version0: true,
    run: (call) => {
      const wanted = call.arguments.optional('service');
      const found = services(call.server).filter((service) => wanted === null || service.name === wanted);
      if (found.length === 0) throw new ApiFailure('Specified service does not exist.');
      return { data: { service: found }, list: 'service' };
    },
  },
];

function installedVersions(server: ServerState, packages: boolean): Record<string, unknown> {
  const accounts = server.product === 'cpanel';
  const versions = {
    cpanel_and_whm: server.version,
    ...OPERATING_SYSTEM,
    bind: server.nameserver === 'bind' ? server.nameserverVersion : 0,
    powerdns: server.nameserver === 'powerdns' ? server.nameserverVersion : 0,
    exim: '4.98',
    ...Object.fromEntries(Object.entries(ACCOUNT_SOFTWARE).map(([name, version]) => [name, accounts ? version : 0])),
  };
  if (!packages) return versions;
  return {
    ...versions,
    bind_packages: server.nameserver === 'bind' ? [`bind-${server.nameserverVersion}-1.el9.x86_64`] : [],
    powerdns_packages: server.nameserver === 'powerdns' ? [`cpanel-pdns-${server.nameserverVersion}-1.x86_64`] : [],
  };
}

/** Every service of the server, as servicestatus lists them. */
export function services(server: ServerState): Service[] {
  const named = service('named', 'DNS Server', {
    enabled: isNamedEnabled(server),
    monitored: server.namedMonitored,
    running: server.namedRunning,
  });
  const other = (name: string, displayName: string): Service => {
    const { enabled, monitored } = server.serviceSettings.get(name) ?? { enabled: true, monitored: true };
    return service(name, displayName, { enabled, monitored, running: enabled });
  };
  const everywhere = [
    named,
    other('dnsadmin', 'DNSAdmin'),
    other('cpsrvd', 'cPanel Daemon'),
    other('cphulkd', 'cPHulk Daemon'),
    other('queueprocd', 'TaskQueue Processor'),
    other('tailwatchd', 'TailWatch Daemon'),
    other('sshd', 'SSH Daemon'),
    other('exim', 'Exim Mail Server'),
  ];
  if (server.product === 'dnsonly') return everywhere;
  return [
    ...everywhere,
    other('httpd', 'Apache Web Server'),
    other('mysql', 'MySQL Server'),
    other('imap', 'IMAP Server'),
  ];
}

/** Whether the nameserver is switched on: it has software, and nobody disabled the service. */
export function isNamedEnabled(server: ServerState): boolean {
  return server.nameserver !== 'disabled' && server.serviceSettings.get('named')?.enabled !== false;
}

/** `running` is only there for a service that is monitored and enabled (`whm-protocol 2.2`). */
function service(
  name: string,
  displayName: string,
  is: { readonly enabled: boolean; readonly monitored: boolean; readonly running: boolean },
): Service {
  return {
    name,
    display_name: displayName,
    enabled: is.enabled ? 1 : 0,
    installed: 1,
    monitored: is.monitored ? 1 : 0,
    ...(is.enabled && is.monitored ? { running: is.running ? 1 : 0 } : {}),
  };
}
