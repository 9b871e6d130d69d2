import type { ServerSettings } from '#shared/contract/plans.ts';
import { ok, type Result } from '#shared/errors/index.ts';
import { suspends } from '#electron/services/fleet/failures.ts';
import { openAccess, type PlanGround } from './reading.ts';

/**
 * Reads what the polls leave out of one server, for people to see before they change it. A refused token suspends its
 * server as elsewhere.
 */
export async function readServerSettings(ground: PlanGround, server: string): Promise<Result<ServerSettings>> {
  const access = await openAccess(ground, server);
  if (!access.ok) return access;
  const read = await access.value.changes.readSettings();
  if (!read.ok) {
    if (suspends(read.error)) ground.fleet.refused(server, read.error);
    return read;
  }
  const { monitored, logLevel, verboseSync, trusted, unique, resellers } = read.value;
  return ok({
    monitored,
    logLevel,
    verboseSync,
    trusted: trusted && { dnsmaster: trusted.dnsmaster && [...trusted.dnsmaster], remotedns: [...trusted.remotedns] },
    unique: unique && [...unique],
    resellers: resellers && [...resellers],
  });
}
