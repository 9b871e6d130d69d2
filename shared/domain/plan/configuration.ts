import type { MemberRecord, NameserverSoftware, Role, ServerId } from '#shared/domain/topology/observation.ts';
import type { NsConfiguration } from './back-ends.ts';

/**
 * What plans change: the settings of a fleet as plain data. `null` is unknown, and what is unknown cannot be changed
 * safely.
 */

/** One entry of a server's DNS cluster list, as far as it can be set. */
export interface MemberConfiguration {
  /** Name of the config file: an IP address, or `softlayer` and the like. */
  readonly address: string;
  readonly hostname: string | null;
  readonly user: string | null;
  readonly module: string | null;
  readonly role: Role | null;
  readonly debug: boolean | null;
  readonly disabled: boolean | null;
  /**
   * SoftLayer's `ns_config`, which no list shows, only the form of the entry; null for other back ends, which have
   * none.
   */
  readonly nsConfig: NsConfiguration | null;
}

export interface TrustedAddresses {
  /** `/etc/ips.dnsmaster`; null: not read, no page of WHM shows it. */
  readonly dnsmaster: readonly string[] | null;
  /** `/etc/ips.remotedns`. */
  readonly remotedns: readonly string[];
}

/** One cluster user's list, by address. */
export type MemberTable = Readonly<Record<string, MemberConfiguration>>;

export interface ServerConfiguration {
  readonly clustering: boolean | null;
  /** 0: members are never disabled. */
  readonly threshold: number | null;
  readonly notify: boolean | null;
  readonly nameserver: NameserverSoftware | null;
  /** The service named is monitored. */
  readonly monitored: boolean | null;
  /** `dnsadmin_log`, 0 to 9. */
  readonly logLevel: number | null;
  /** `dnsadmin_verbose_sync`. */
  readonly verboseSync: boolean | null;
  /**
   * The lists by cluster user (`root`, or a reseller with a list of its own); an absent or null one was not read
   * completely.
   */
  readonly members: Readonly<Record<string, MemberTable | null>>;
  readonly trusted: TrustedAddresses | null;
  /** Resellers with unique DNS clustering; null: not read. */
  readonly unique: readonly string[] | null;
}

export type FleetConfiguration = Readonly<Record<ServerId, ServerConfiguration>>;

export function memberConfiguration(record: MemberRecord): MemberConfiguration {
  const { address, hostname, user, module, role, debug, disabled } = record;
  return { address, hostname, user, module, role, debug, disabled, nsConfig: null };
}
