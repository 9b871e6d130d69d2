import { askServers, openFleetSession } from './fleet-session.ts';
import type { CommandIo, ExitStatus } from './io.ts';
import type { CommonOptions } from './options.ts';
import { beginPlan } from './plan.ts';
import { finishRun } from './plan-run.ts';

/**
 * `nameward resume PLAN-ID`: goes on with a plan that was stopped, failed or was interrupted by a crash. What was begun
 * is read back first.
 * @returns 0 when every step is verified, else 1; 3 when a server could not be read
 */
export async function runResume(id: string, options: CommonOptions, io: CommandIo): Promise<ExitStatus> {
  const session = await openFleetSession(options, io);
  try {
    await askServers(
      session,
      session.servers.map((server) => server.id),
      io,
    );
    await beginPlan(id, session.services.plans.resume({ id }), io);
    return await finishRun(session, id, options, io);
  } finally {
    await session.close();
  }
}
