/**
 * Functions that a real server has and the simulator does not play. They stand in `applist`, from which a client learns what a server is (`whm-protocol 2.2`), and calling one
 * fails with the plain statement that it is not simulated. Names, rights and presence on DNSOnly: `whm-api/*.md`, `whm-protocol 2.4` and cPanel's public function list.
 */
export interface CatalogueEntry {
  readonly name: string;
  readonly acls: readonly string[];
  readonly dnsonly: boolean;
}

const everywhere = (name: string, ...acls: string[]): CatalogueEntry => ({ name, acls, dnsonly: true });
const accountsOnly = (name: string, ...acls: string[]): CatalogueEntry => ({ name, acls, dnsonly: false });

export const catalogue: readonly CatalogueEntry[] = [
  everywhere('cphulk_status', 'all'),
  everywhere('create_cphulk_record', 'all'),
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
  accountsOnly('update_reverse_dns_cache', 'all'),
];
