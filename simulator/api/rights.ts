/** Functions that tell a caller what he may do and what the server is for (`whm-protocol 2.2`). */
import type { Caller, ServerState } from '../model.ts';
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
 * @param available names of the functions a caller may call on a server; passed in because the table that knows them contains these functions
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
  return {
    code: 'STANDARD',
    name: 'Standard Node',
    description: 'This profile provides all services and access to every cPanel feature.',
    experimental: 0,
    enabled_roles: [DNS_ROLE, ...ACCOUNT_ROLES],
    disabled_roles: [],
    optional_roles: [],
  };
}
