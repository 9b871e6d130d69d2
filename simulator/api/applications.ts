/**
 * Pages of WHM that a caller may open (`whm-protocol 13 C22`): the list differs on DNSOnly. Names and groups are WHM's
 * own; how they are nested is inferred.
 */
import type { ServerState } from '#simulator/model.ts';
import { holds } from './acls.ts';
import type { ApiCall, ApiFunction, ApiOutcome } from './call.ts';

interface Application {
  readonly key: string;
  readonly itemdesc: string;
  readonly url: string;
  readonly acl: string;
  readonly dnsonly: boolean;
}

const GROUPS: readonly { readonly key: string; readonly groupdesc: string; readonly items: readonly Application[] }[] =
  [
    {
      key: 'clusters',
      groupdesc: 'Clusters',
      items: [
        {
          key: 'dns_cluster',
          itemdesc: 'DNS Cluster',
          url: '/scripts7/clusterstatus',
          acl: 'clustering',
          dnsonly: true,
        },
      ],
    },
    {
      key: 'dns_functions',
      groupdesc: 'DNS Functions',
      items: [
        {
          key: 'synchronize_dns_records',
          itemdesc: 'Synchronize DNS Records',
          url: '/scripts/makesec',
          acl: 'all',
          dnsonly: true,
        },
        {
          key: 'edit_dns_zone',
          itemdesc: 'DNS Zone Manager',
          url: '/scripts7/zones_editor',
          acl: 'edit-dns',
          dnsonly: false,
        },
      ],
    },
    {
      key: 'account_functions',
      groupdesc: 'Account Functions',
      items: [
        {
          key: 'create_account',
          itemdesc: 'Create a New Account',
          url: '/scripts5/wwwacctform',
          acl: 'create-acct',
          dnsonly: false,
        },
      ],
    },
  ];

export const applicationFunctions: readonly ApiFunction[] = [
  { name: 'get_available_applications', acls: [], dnsonly: true, since: 76, run: available },
];

function available({ server, caller }: ApiCall): ApiOutcome {
  const isHere = (item: Application): boolean => item.dnsonly || hasAccounts(server);
  const groups = GROUPS.map(({ key, groupdesc, items }) => ({
    group: key,
    groupdesc,
    items: items
      .filter((item) => isHere(item) && holds(caller, item.acl))
      .map(({ key: name, itemdesc, url }) => ({ key: name, itemdesc, url })),
  }));
  return { data: { groups: groups.filter(({ items }) => items.length > 0) }, list: 'groups' };
}

function hasAccounts({ product }: ServerState): boolean {
  return product === 'cpanel';
}
