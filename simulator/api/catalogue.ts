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
  everywhere('api_token_update', 'manage-api-tokens'),
  everywhere('configureservice', 'all', 'clustering'),
  everywhere('cphulk_status', 'all'),
  everywhere('create_cphulk_record', 'all'),
  everywhere('export_zone_files', 'manage-dns-records'),
  everywhere('get_nameserver_config', 'ns-config'),
  everywhere('get_tweaksetting', 'all'),
  everywhere('listips', 'all'),
  everywhere('nat_checkip', 'all'),
  everywhere('restartservice', 'restart', 'clustering'),
  everywhere('set_nameserver', 'clustering'),
  everywhere('set_tweaksetting', 'all'),
  everywhere('systemloadavg', 'basic-system-info'),
  accountsOnly('accountsummary', 'acct-summary', 'list-accts'),
  accountsOnly('adddns', 'create-dns'),
  accountsOnly('addpkg', 'add-pkg'),
  accountsOnly('changepackage', 'upgrade-account'),
  accountsOnly('createacct', 'create-acct'),
  accountsOnly('dumpzone', 'manage-dns-records'),
  accountsOnly('enable_dnssec_for_domains', 'manage-dns-records'),
  accountsOnly('fetch_ds_records_for_domains', 'manage-dns-records'),
  accountsOnly('has_local_authority', 'manage-dns-records'),
  accountsOnly('killdns', 'kill-dns'),
  accountsOnly('listaccts', 'list-accts'),
  accountsOnly('listacls', 'all'),
  accountsOnly('listpkgs', 'list-pkgs'),
  accountsOnly('listresellers', 'all'),
  accountsOnly('mass_edit_dns_zone', 'manage-dns-records'),
  accountsOnly('modifyacct', 'edit-account'),
  accountsOnly('parse_dns_zone', 'manage-dns-records'),
  accountsOnly('removeacct', 'kill-acct'),
  accountsOnly('resetzone', 'manage-dns-records'),
  accountsOnly('saveacllist', 'all'),
  accountsOnly('setacls', 'all'),
  accountsOnly('setupreseller', 'all'),
  accountsOnly('suspendacct', 'suspend-acct'),
  accountsOnly('unsuspendacct', 'suspend-acct'),
  accountsOnly('update_reverse_dns_cache', 'all'),
];
