import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { createPassphraseVerifier } from '#electron/adapters/passphrase/index.ts';
import { createWhmConnector, type WhmConnectorOptions } from '#electron/adapters/whm/index.ts';
import { openServices, type Services } from '#electron/services/index.ts';
import { createCertificate } from '#simulator/server/certificate.ts';
import type { ServerObservation } from '#shared/domain/topology/observation.ts';
import { memoryArchive } from '#test/fixtures/plans/archive.ts';
import type { HostileServer, ModeName } from '#test/fixtures/hostile/index.ts';
import { memoryDocument, memoryLog, memorySecrets } from '#test/fixtures/services/memory.ts';
import { hostileTests } from './client.ts';

const { serve } = hostileTests();
const open: Services[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((services) => services.close()));
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Observed {
  readonly services: Services;
  of(server: HostileServer): ServerObservation | undefined;
  reasons(server: HostileServer): readonly unknown[];
}

async function observe(
  servers: readonly HostileServer[],
  roundTimeoutMs: number,
  options: WhmConnectorOptions,
): Promise<Observed> {
  const idOf = ({ port }: HostileServer): string => `s${port}`;
  const services = await openServices(
    {
      connector: createWhmConnector(options),
      secrets: memorySecrets(Object.fromEntries(servers.map((server) => [idOf(server), server.token]))),
      passphrases: createPassphraseVerifier(),
      documents: {
        inventory: memoryDocument({
          servers: servers.map((server) => ({
            id: idOf(server),
            name: idOf(server),
            host: server.host,
            port: server.port,
            user: 'root',
            tags: [],
            certificate: { sha256: server.pin },
          })),
        }),
        settings: memoryDocument(),
        fleet: memoryDocument(),
        pending: memoryDocument(),
      },
      plans: memoryArchive(),
      clock: { now: () => Date.now() },
      log: memoryLog(),
      random: Math.random,
    },
    { roundTimeoutMs },
  );
  open.push(services);
  const observations = new Map<string, ServerObservation>();
  const reasons = new Map<string, readonly unknown[]>();
  services.fleet.watch((event) => {
    const nodes = event.kind === 'snapshot' ? event.topology.nodes : event.delta.nodes;
    for (const [id, node] of Object.entries(nodes)) {
      if (node.observation) observations.set(id, node.observation);
      reasons.set(id, node.reasons);
    }
  });
  return {
    services,
    of: (server) => observations.get(idOf(server)),
    reasons: (server) => reasons.get(idOf(server)) ?? [],
  };
}

const patient = { deadlines: { connectMs: 60_000, answerMs: 60_000, pageMs: 60_000, bodyMs: 60_000 } };

it('warns of an accepted certificate that has expired, on a server that is well otherwise', async () => {
  const certificate = createCertificate('old.example.net', '127.0.0.1', Date.now() - 400 * 86_400_000);
  const server = await serve({ certificate });
  const { services, of, reasons } = await observe([server], 5000, patient);
  await services.fleet.refresh({ ids: null });
  expect(of(server)?.contact.state).toBe('reachable');
  expect(reasons(server)).toContainEqual(
    expect.objectContaining({
      code: 'certificate.expired',
      message: expect.stringMatching(/accepted certificate expired on \d{4}-\d\d-\d\d/) as string,
    }),
  );
});

describe('a round with a server that does not answer', () => {
  it.each<ModeName>(['silent', 'ws-silent', 'ws-silent-after-open', 'silent-pages', 'stdout-never-ends'])(
    '%s ends by the deadline of the round, garbage collected or not',
    async (mode) => {
      const server = await serve({ mode });
      const { services, of } = await observe([server], 700, patient);
      const collecting = setInterval(collectGarbage, 50);
      const began = performance.now();
      await services.fleet.refresh({ ids: null });
      clearInterval(collecting);
      expect(performance.now() - began).toBeGreaterThan(650);
      expect(performance.now() - began).toBeLessThan(5000);
      expect(of(server)).toMatchObject({
        contact: { state: 'failed', failure: { message: 'The server did not answer everything within 0.7 s.' } },
      });
    },
  );

  it('leaves the server to be asked again, and what it answers then counts', async () => {
    const server = await serve({ mode: 'ws-silent' });
    const { services, of } = await observe([server], 3000, patient);
    await services.fleet.refresh({ ids: null });
    server.setMode('good');
    await services.fleet.refresh({ ids: null });
    expect(of(server)?.contact.state).toBe('reachable');
    expect(of(server)?.members?.value.records).toHaveLength(2);
  });
});
