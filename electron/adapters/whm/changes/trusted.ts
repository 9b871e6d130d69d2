import type { TrustedAddresses } from '#shared/domain/plan/configuration.ts';
import type { Access } from '#electron/adapters/whm/access.ts';
import { readTrustedLists, trustedListPaths } from '#electron/adapters/whm/commands.ts';
import { runCommands } from '#electron/adapters/whm/stream/run.ts';
import { whmFailure } from '#electron/adapters/whm/failure.ts';

/** As the command gives them: both lists. */
interface TrustedLists extends TrustedAddresses {
  readonly dnsmaster: readonly string[];
}

/**
 * Reads `/etc/ips.dnsmaster` and `/etc/ips.remotedns` by command (`whm-protocol 4`). A file that is not there is an
 * empty list, as it is for WHM.
 * @throws WhmFailure `whm.unsupported` where commands are refused, `whm.protocol` where grep fails
 */
export async function readTrusted(access: Access, signal?: AbortSignal): Promise<TrustedLists> {
  const [outcome] = await runCommands(access, [readTrustedLists], signal);
  if (outcome?.ok !== true) throw outcome?.failure ?? new RangeError('No such command.');
  const { stdout, exit } = outcome.result;
  // 1: no line, 2: a file is missing (`grep -s`).
  if (exit.signal !== 0 || exit.code > 2) {
    throw whmFailure('whm.protocol', `grep on ${access.place} ended with exit code ${exit.code}.`, { code: exit.code });
  }
  const lines = stdout.split('\n');
  const listOf = (path: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${path}:`)).map((line) => access.redact(line.slice(path.length + 1), 64));
  return { dnsmaster: listOf(trustedListPaths.dnsmaster), remotedns: listOf(trustedListPaths.remotedns) };
}
