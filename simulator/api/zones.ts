import type { ApiFunction } from './call.ts';

/** Zones by the API (`whm-protocol 2.7`). */
export const zoneFunctions: readonly ApiFunction[] = [
  {
    name: 'listzones',
    acls: ['manage-dns-records'],
    dnsonly: true,
    version0: true,
    run: ({ server }) => {
      const zone = [...server.zones.keys()].toSorted().map((domain) => ({ domain, zonefile: `${domain}.db` }));
      return zone.length === 0 ? {} : { data: { zone }, list: 'zone' };
    },
  },
];
