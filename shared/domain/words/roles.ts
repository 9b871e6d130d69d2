import { roleWords } from '#shared/domain/roles/effects.ts';
import type { Link } from '#shared/domain/topology/topology.ts';
import type { Channel, NameserverSoftware, Product, Role } from '#shared/domain/topology/observation.ts';

/** What a role does, in one sentence (`whm-protocol 8`). */
export const roleSentences: Readonly<Record<Role, string>> = {
  standalone: 'Sends no zone changes to this member. Newer zone data can still be fetched from it.',
  sync: 'Zone changes go both ways. Of two copies of a zone the one with the newer serial wins.',
  'write-only': 'Sends every zone change to this member without looking at what it has. Nothing is fetched from it.',
};

/** @param role null: not read */
export function roleWord(role: Role | null): string {
  return role === null ? 'unknown' : roleWords[role];
}

/** What stands in place of a role that is none of WHM's, in its own words; null: nothing is known of it. */
export function oddRoleWord({ role, member }: Pick<Link, 'role' | 'member'>): string | null {
  return role === null && member.roleText ? `“${member.roleText}”` : null;
}

export const trustWords: Readonly<Record<Link['reverseTrust'], string>> = {
  yes: 'Yes',
  no: 'No',
  unknown: 'unknown',
  'not-required': 'Not required',
};

export const nameserverWords: Readonly<Record<NameserverSoftware, string>> = {
  bind: 'BIND',
  powerdns: 'PowerDNS',
  disabled: 'Disabled',
};

export const productWords: Readonly<Record<Product, string>> = {
  cpanel: 'cPanel & WHM',
  dnsonly: 'cPanel DNSOnly',
  unknown: 'unknown',
};

/** What each way to a server is, for a WHM admin. */
export const channelWords: Readonly<Record<Channel | 'user', string>> = {
  api: 'WHM API 1',
  peer: 'DNS peer protocol',
  pages: 'WHM DNS Cluster pages',
  command: 'Command stream',
  ssh: 'SSH',
  browser: 'Browser',
  user: 'entered by you',
};
