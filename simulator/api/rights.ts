/** Functions that tell a caller what he may do and what the server is for (`whm-protocol 2.2`). */
import type { ServerProfile, ServerState } from '#simulator/model.ts';
import type { Caller } from '#simulator/seams.ts';
import { aclFlags } from './acls.ts';
import type { ApiFunction } from './call.ts';

/** Roles of a server profile; DNSOnly has only the one it exists for. */
const DNS_ROLE = {
  module: 'DNS',
  name: 'DNS',
  description: 'DNS allows users to create and edit Domain Name System zone files.',
};
const ACCOUNT_ROLES = [
  { module: 'FileStorage', name: 'File Storage', description: 'File Storage allows users to access the File Manager.' },
  { module: 'MailReceive', name: 'Receive Mail', description: 'Receive Mail allows users to receive email.' },
  { module: 'MySQL', name: 'MySQL/MariaDB', description: 'MySQL/MariaDB allows users to create databases.' },
  { module: 'WebServer', name: 'Web Server', description: 'Web Server allows users to serve web pages.' },
];

/**
 * @param available names of the functions a caller may call on a server; passed in because the table that knows them
 *   contains these functions
 */
export function rightsFunctions(available: (server: ServerState, caller: Caller) => string[]): readonly ApiFunction[] {
  return [
    {
      name: 'applist',
      acls: ['basic-whm-functions'],
      dnsonly: true,
      version0: true,
      run: ({ server, caller }) => ({ data: { app: available(server, caller) }, list: 'app' }),
    },
    {
      name: 'myprivs',
      acls: ['basic-whm-functions'],
      dnsonly: true,
      run: ({ server, caller }) => ({ data: { privileges: [aclFlags(server.product, caller.acls)] } }),
    },
    {
      name: 'get_current_profile',
      acls: ['all'],
      dnsonly: true,
      since: 72,
      run: ({ server }) => ({ data: profile(server) }),
    },
  ];
}

function profile(server: ServerState): Record<string, unknown> {
  if (server.product === 'dnsonly') {
    return {
      code: 'DNSONLY',
      name: 'DNSOnly',
      description: 'This server only hosts DNS zones.',
      experimental: 0,
      enabled_roles: [DNS_ROLE],
      disabled_roles: ACCOUNT_ROLES,
      optional_roles: [],
    };
  }
  const { name, description } = PROFILES[server.profile];
  const roles = [DNS_ROLE, ...ACCOUNT_ROLES];
  const enabled = roles.filter(({ module }) => hasRole(server, module));
  return {
    code: server.profile,
    name,
    description,
    experimental: 0,
    enabled_roles: enabled,
    disabled_roles: roles.filter((role) => !enabled.includes(role)),
    optional_roles: [],
  };
}

/** Codes and names are documented (`whm-protocol 2.2`); which roles each has is inferred from what it is for. */
const PROFILES: Readonly<
  Record<
    ServerProfile,
    { readonly name: string; readonly description: string; readonly roles: readonly string[] | 'all' }
  >
> = {
  STANDARD: {
    name: 'Standard Node',
    description: 'This profile provides all services and access to every cPanel feature.',
    roles: 'all',
  },
  DATABASENODE: { name: 'Database Node', description: 'This profile provides databases.', roles: ['MySQL'] },
  MAILNODE: { name: 'Mail Node', description: 'This profile provides mail.', roles: ['MailReceive'] },
  DNSNODE: { name: 'DNS Node', description: 'This profile provides DNS.', roles: ['DNS'] },
};

function hasRole(server: ServerState, module: string): boolean {
  const { roles } = PROFILES[server.profile];
  return roles === 'all' || roles.includes(module);
}

/** Whether functions about zones run on the server: the role that DNSOnly exists for, and that some profiles lack. */
export function hasDnsRole(server: ServerState): boolean {
  return server.product === 'dnsonly' || hasRole(server, DNS_ROLE.module);
}
