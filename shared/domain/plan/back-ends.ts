/**
 * Back ends of members besides cPanel (`whm-protocol 3.6`). A plug-in brings a module of its own, of which nothing is
 * known here.
 */

/** SoftLayer's `ns_config`; WHM's form calls `default` what it proposes. */
export const nsConfigurations = ['default', 'ensure', 'force'] as const;
export type NsConfiguration = (typeof nsConfigurations)[number];

/**
 * Name of the config file by module: these members have no address. `softlayer` is told by `whm-protocol 3.6`, `vpsnet`
 * is inferred from it.
 */
export const foreignFiles: Readonly<Record<string, string>> = { SoftLayer: 'softlayer', VPSNET: 'vpsnet' };

/** @returns the back end of an entry that is named after it, else cPanel */
export function moduleOf(address: string): string {
  const name = address.toLowerCase();
  return Object.entries(foreignFiles).find(([, file]) => file === name)?.[0] ?? 'cPanel';
}

/** Whether entries of the back end carry `ns_config`. */
export function hasNsConfiguration(module: string | null): boolean {
  return module === 'SoftLayer';
}
