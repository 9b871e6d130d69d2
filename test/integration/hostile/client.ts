import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, afterEach } from 'vitest';
import { createWhmConnector, type WhmConnectorOptions } from '#electron/adapters/whm/index.ts';
import type { WhmClient, WhmConnector } from '#electron/services/ports.ts';
import { startHostileServer, type HostileOptions, type HostileServer } from '#test/fixtures/hostile/index.ts';

/** Servers and connectors of a test file; they end with the test that opened them. */
export function hostileTests() {
  const open: { close(): Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  };
  afterEach(closeAll);
  afterAll(closeAll);

  return {
    async serve(options: HostileOptions = {}): Promise<HostileServer> {
      const server = await startHostileServer(options);
      open.push(server);
      return server;
    },
    connect(options: WhmConnectorOptions = {}): WhmConnector {
      const connector = createWhmConnector({
        ...options,
        deadlines: { connectMs: 2000, answerMs: 1500, pageMs: 3000, bodyMs: 1500, ...options.deadlines },
      });
      open.push(connector);
      return connector;
    },
  };
}

export function clientOf(connector: WhmConnector, { host, port, pin, token }: HostileServer): WhmClient {
  return connector.client({ id: `hostile-${port}`, host, port, user: 'root', pin }, token);
}
/** What a piece of work cost this process: time, processor time and the longest the event loop stood still, ms. */
export async function costOf<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly ms: number; readonly cpuMs: number; readonly stallMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const began = performance.now();
  const cpu = process.cpuUsage();
  delay.enable();
  // The first reading of the histogram says nothing.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.reset();
  const result = await work();
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  return { result, ms: performance.now() - began, cpuMs: (user + system) / 1000, stallMs: delay.max / 1e6 };
}
