import { afterAll, beforeAll } from 'vitest';
import { createWhmConnector, type WhmConnectorOptions } from '#electron/adapters/whm/index.ts';
import type { ChangeClient, ChangeConnector } from '#electron/services/change-ports.ts';
import type { ServerAddress, WhmClient, WhmConnector } from '#electron/services/ports.ts';
import type { Change } from '#shared/domain/plan/change.ts';
import { startFleet, type Fleet, type RecordedEvent, type ServerState, type StartOptions } from '#simulator/index.ts';

/** Long enough for a simulated server on this machine, short enough for a test of one that hangs. */
const deadlines = { connectMs: 2000, answerMs: 2000, pageMs: 5000, bodyMs: 1000 };

/** A simulated fleet and the real client, which run while the tests of the file do. */
export function connectFleet(simulated: StartOptions = {}, options: WhmConnectorOptions = {}) {
  let fleet: Fleet;
  let connector: WhmConnector & ChangeConnector;
  beforeAll(async () => {
    fleet = await startFleet(simulated);
    connector = createWhmConnector({ deadlines, ...options });
  });
  afterAll(async () => {
    await connector.close();
    await fleet.close();
  });

  /** A server in the simulator itself, to be looked at and changed. */
  function live(id: string): ServerState {
    const state = fleet.servers.get(id);
    if (state === undefined) throw new Error(id);
    return state;
  }

  /** How the client is told of a server. */
  function addressOf(id: string): ServerAddress {
    const found = fleet.inventory().servers.find((server) => server.id === id);
    if (found === undefined) throw new Error(id);
    const { host, port, user, certificate } = found;
    return { id, host, port, user, pin: certificate.sha256 };
  }

  /** The API token that Nameward has of a server. */
  function tokenOf(id: string): string {
    return fleet.tokens().tokens[id] ?? '';
  }

  function client(id: string, token = tokenOf(id)): WhmClient {
    return connector.client(addressOf(id), token);
  }

  function changeClient(id: string, token = tokenOf(id)): ChangeClient {
    return connector.changes(addressOf(id), token);
  }

  /** @throws when the change is refused */
  async function make(id: string, change: Change, memberToken: string | null = null) {
    const result = await changeClient(id).makeChange(change, memberToken);
    if (!result.ok) throw new Error(`${id} ${change.kind}: ${result.error.code} ${result.error.message}`);
    return result.value;
  }

  /** What arrived at a server while the work was under way. */
  async function arriving(id: string, work: () => Promise<unknown>): Promise<readonly RecordedEvent[]> {
    const { cursor } = fleet.events();
    await work();
    return fleet.events(cursor).events.filter((event) => event.server === id);
  }

  return {
    /** There from the first test on. */
    get fleet() {
      return fleet;
    },
    get connector() {
      return connector;
    },
    live,
    addressOf,
    tokenOf,
    client,
    changeClient,
    make,
    arriving,
  };
}
