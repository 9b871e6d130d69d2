/** Names of rights and who holds them (`whm-protocol 1.2`, `2.4`). */
import type { Product, ServerState, TokenRecord } from '#simulator/model.ts';
import type { Caller } from '#simulator/seams.ts';

/** The 17 that a DNSOnly server knows (`whm-protocol 2.4`); edit-dns is not among them. */
const DNSONLY_ACLS: readonly string[] = [
  'all',
  'clustering',
  'ssl',
  'passwd',
  'create-dns',
  'kill-dns',
  'status',
  'stats',
  'restart',
  'basic-whm-functions',
  'create-user-session',
  'manage-api-tokens',
  'manage-styles',
  'ssl-info',
  'basic-system-info',
  'manage-dns-records',
  'ns-config',
];

/** Further ones of cPanel & WHM, from cPanel's public ACL reference chart. */
const CPANEL_ACLS: readonly string[] = [
  ...DNSONLY_ACLS,
  'acct-summary',
  'add-pkg',
  'add-pkg-ip',
  'add-pkg-shell',
  'allow-addoncreate',
  'allow-emaillimits-pkgs',
  'allow-parkedcreate',
  'allow-shell',
  'allow-unlimited-bw-pkgs',
  'allow-unlimited-disk-pkgs',
  'allow-unlimited-pkgs',
  'assign-root-account-enhancements',
  'connected-applications',
  'cors-proxy-get',
  'cpanel-api',
  'cpanel-integration',
  'create-acct',
  'demo-setup',
  'digest-auth',
  'edit-account',
  'edit-dns',
  'edit-mx',
  'edit-pkg',
  'file-restore',
  'generate-email-config',
  'kill-acct',
  'limit-bandwidth',
  'list-accts',
  'list-pkgs',
  'locale-edit',
  'mailcheck',
  'manage-oidc',
  'mysql-info',
  'news',
  'park-dns',
  'public-contact',
  'quota',
  'rearrange-accts',
  'resftp',
  'show-bandwidth',
  'ssl-buy',
  'ssl-gencrt',
  'suspend-acct',
  'thirdparty',
  'track-email',
  'upgrade-account',
  'viewglobalpackages',
];

/**
 * The names of rights that a product knows.
 * @param product whose server it is
 */
export function aclNames(product: Product): readonly string[] {
  return product === 'dnsonly' ? DNSONLY_ACLS : CPANEL_ACLS;
}

/**
 * The rights a user has by himself, without a token's limits.
 * @returns null for every right; an empty set for a user that the server does not know
 */
export function userAcls(server: ServerState, user: string): ReadonlySet<string> | null {
  const known = server.users.get(user);
  if (known === undefined) return new Set();
  return known.acls === null || known.acls.includes('all') ? null : new Set(known.acls);
}

/**
 * The rights that a token really gives: no list or `all` means every right of its user; a list counts as it is for a
 * root-like user and is cut down to the reseller's own rights otherwise (`whm-protocol 1.2`).
 * @returns null for every right
 */
export function tokenAcls(server: ServerState, token: TokenRecord): ReadonlySet<string> | null {
  const own = userAcls(server, token.user);
  if (token.acls === null || token.acls.includes('all')) return own;
  return own === null ? new Set(token.acls) : new Set(token.acls.filter((acl) => own.has(acl)));
}

/** Whether the caller holds the right; `all` and 'root' are held only by a caller without limits. */
export function holds(caller: Pick<Caller, 'acls'>, acl: string): boolean {
  if (caller.acls === null) return true;
  return acl !== 'all' && acl !== 'root' && caller.acls.has(acl);
}

/** Every right of the product with 1 or 0, as API functions list them. */
export function aclFlags(product: Product, held: ReadonlySet<string> | null): Record<string, 0 | 1> {
  return Object.fromEntries(aclNames(product).map((acl) => [acl, held === null || held.has(acl) ? 1 : 0]));
}
