import { once } from 'node:events';
import { isModeName, startHostileServer } from '../../fixtures/hostile/index.ts';

export interface FleetPlace {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly pin: string;
  readonly token: string;
}

/**
 * The child's part: servers on 127.7B.0.1 and following, B the block, until the parent is gone. Tells the parent their places, then
 * answers `requests` with how many came to all of them, and takes `{ mode }` for all.
 */
export async function serveFleet(count: number, block: number): Promise<void> {
  const servers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = `s${block}-${index + 1}.example.net`;
      const server = await startHostileServer({ host: `127.7${block}.0.${index + 1}`, hostname: name });
      return { name, server };
    }),
  );
  process.on('message', (message: unknown) => {
    if (message === 'requests')
      process.send?.(servers.reduce((sum, { server }) => sum + server.counters().requests, 0));
    const mode = typeof message === 'object' && message !== null && 'mode' in message ? message.mode : null;
    if (typeof mode === 'string' && isModeName(mode)) for (const { server } of servers) server.setMode(mode);
  });
  process.send?.(
    servers.map(({ name, server: { host, port, pin, token } }): FleetPlace => ({ name, host, port, pin, token })),
  );
  await once(process, 'disconnect');
  process.exit(0);
}
