import { afterAll, afterEach } from 'vitest';
import { createWhmConnector, type WhmConnectorOptions } from '#electron/adapters/whm/index.ts';
import type { WhmClient, WhmConnector } from '#electron/services/ports.ts';
import { startHostileServer, type HostileOptions, type HostileServer } from '../../fixtures/hostile/index.ts';

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
