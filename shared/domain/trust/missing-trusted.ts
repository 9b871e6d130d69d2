import type { TrustedAddresses } from '#shared/domain/plan/configuration.ts';

/**
 * Addresses of members that stand in no list that could be read (`whm-protocol 8`: ips.dnsmaster must hold trusted
 * nameservers).
 */
export function missingTrusted(
  members: readonly { readonly address: string; readonly module: string | null }[],
  { dnsmaster, remotedns }: TrustedAddresses,
): readonly string[] {
  const listed = new Set([...(dnsmaster ?? []), ...remotedns]);
  return members
    .filter(({ module }) => module === null || module.toLowerCase() === 'cpanel')
    .map(({ address }) => address)
    .filter((address) => !listed.has(address));
}
