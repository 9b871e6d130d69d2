import { useEffect, useMemo } from 'react';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { readServerSettings, settingsOf, useServerSettings } from '#renderer/state/server-settings.ts';

/** So many servers are read unasked; more wait for the user, since each costs requests of its own. */
export const readUnasked = 50;
const atOnce = 8;

/** Reads of each server what the polls leave out, some at a time. */
export async function readAll(servers: readonly string[]): Promise<void> {
  const left = [...servers];
  const readNext = async (): Promise<void> => {
    for (let server = left.shift(); server !== undefined; server = left.shift()) await readServerSettings(server);
  };
  await Promise.all(Array.from({ length: atOnce }, readNext));
}

/**
 * The settings of servers with what was read of them on request; few are read when this is first used.
 * @param fleet what the polls read
 */
export function useCurrentSettings(
  servers: readonly string[],
  fleet: FleetConfiguration,
): { readonly fleet: FleetConfiguration; readonly reading: number; readonly unread: readonly string[] } {
  const byServer = useServerSettings((state) => state.byServer);
  useEffect(() => {
    if (servers.length <= readUnasked) void readAll(servers);
  }, [servers]);
  return useMemo(() => {
    const answers = servers.map((server) => [server, settingsOf(byServer, server)] as const);
    return {
      fleet: {
        ...fleet,
        ...Object.fromEntries(
          answers.flatMap(([server, { settings }]) => {
            const polled = fleet[server];
            if (!polled || !settings) return [];
            const { monitored, logLevel, verboseSync } = settings;
            return [[server, { ...polled, monitored, logLevel, verboseSync }]];
          }),
        ),
      },
      reading: answers.filter(([, { reading }]) => reading).length,
      unread: answers.flatMap(([server, { settings, reading }]) => (settings || reading ? [] : [server])),
    };
  }, [byServer, fleet, servers]);
}
