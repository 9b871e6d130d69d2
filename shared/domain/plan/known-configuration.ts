import { memberConfiguration, type FleetConfiguration } from './configuration.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/**
 * The settings of the fleet as far as the page knows them, for checks before anything is sent; main has the last word
 * in its preview. What the polls do not read is null: unknown.
 */
export function configurationOf({ nodes }: Topology): FleetConfiguration {
  return Object.fromEntries(
    Object.values(nodes).flatMap((node) => {
      if (node.kind !== 'server') return [];
      const clustering = node.observation?.clustering?.value;
      const members = node.observation?.members?.value;
      return [
        [
          node.id,
          {
            clustering: clustering?.enabled ?? null,
            threshold: clustering?.threshold ?? null,
            notify: clustering?.notify ?? null,
            nameserver: node.observation?.nameserver?.value ?? null,
            monitored: null,
            logLevel: null,
            verboseSync: null,
            members: {
              root:
                !members || members.partial
                  ? null
                  : Object.fromEntries(members.records.map((record) => [record.address, memberConfiguration(record)])),
            },
            trusted: null,
            unique: null,
          },
        ] as const,
      ];
    }),
  );
}
