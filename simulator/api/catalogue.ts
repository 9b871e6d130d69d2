/**
 * Functions that a real server has and the simulator does not play. They stand in `applist`, from which a client learns
 * what a server is (`whm-protocol 2.2`), and calling one fails with the plain statement that it is not simulated.
 * Names, rights and presence on DNSOnly: `whm-api/*.md`, `whm-protocol 2.4` and cPanel's public function list.
 */
export interface CatalogueEntry {
  readonly name: string;
  readonly acls: readonly string[];
  readonly dnsonly: boolean;
}

const everywhere = (name: string, ...acls: string[]): CatalogueEntry => ({ name, acls, dnsonly: true });
const accountsOnly = (name: string, ...acls: string[]): CatalogueEntry => ({ name, acls, dnsonly: false });

/** What is left of cPHulk (`whm-protocol 2.11`). */
const bruteForce = [
  'delete_cphulk_record',
  'disable_cphulk',
  'enable_cphulk',
  'flush_cphulk_login_history',
  'flush_cphulk_login_history_for_ips',
  'get_cphulk_brutes',
  'get_cphulk_excessive_brutes',
  'get_cphulk_failed_logins',
  'get_cphulk_user_brutes',
  'load_cphulk_config',
  'read_cphulk_records',
  'save_cphulk_config',
];

export const catalogue: readonly CatalogueEntry[] = [
  accountsOnly('accountsummary', 'acct-summary', 'list-accts'),
  accountsOnly('addpkg', 'add-pkg'),
  accountsOnly('changepackage', 'upgrade-account'),
  accountsOnly('createacct', 'create-acct'),
  accountsOnly('listaccts', 'list-accts'),
  accountsOnly('listpkgs', 'list-pkgs'),
  accountsOnly('modifyacct', 'edit-account'),
  accountsOnly('removeacct', 'kill-acct'),
  accountsOnly('setupreseller', 'all'),
  accountsOnly('suspendacct', 'suspend-acct'),
  accountsOnly('unsuspendacct', 'suspend-acct'),
  // Records by the older functions (`whm-protocol 2.7`).
  ...['addzonerecord', 'editzonerecord', 'getzonerecord', 'listmxs', 'removezonerecord', 'savemxs'].map((name) =>
    accountsOnly(name, 'manage-dns-records'),
  ),
  // Configuration clusters are something else (`whm-protocol 2.10`).
  ...[
    'add_configclusterserver',
    'delete_configclusterserver',
    'list_configclusterservers',
    'update_configclusterserver',
  ].map((name) => everywhere(name, 'all')),
  ...bruteForce.map((name) => everywhere(name, 'all')),
];
