/** The simulator's door: a fleet of simulated cPanel & WHM and DNSOnly servers on loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClusterEngine } from '#simulator/cluster/index.ts';
import { attachCommandStream } from '#simulator/command-stream/index.ts';
import { type Fleet, type FleetParts, type HeardRequest, openFleet } from './fleet.ts';
import { pageRoutes } from '#simulator/pages/index.ts';
import { peerRoutes } from '#simulator/peer/index.ts';
import { buildGiven, type GivenFleet } from '#simulator/scenario/given.ts';
import { buildScenario } from '#simulator/scenario/index.ts';
import { type AddressBlock, addressInBlock, claimBlock } from '#simulator/server/addresses.ts';

export type { EventPage, RecordedEvent } from './events.ts';
export type { Fleet, HeardRequest, Inventory, Tokens } from './fleet.ts';
export type * from './model.ts';
export type { ServerVariants } from './variants.ts';
export type { GivenFleet, GivenServer } from '#simulator/scenario/given.ts';
export type { FleetSnapshot, MemberSnapshot, ServerSnapshot } from './snapshot.ts';

export interface StartOptions {
  /**
   * `default` (the lab of 14 servers) when absent, or `uniform` when `servers` is given; or `pairs`, `nat`,
   * `resellers`.
   */
  readonly scenario?: string;
  readonly servers?: number;
  /** These servers instead of a scenario. */
  readonly given?: GivenFleet;
  /** The same seed gives the same fleet; 1 when absent. */
  readonly seed?: number;
  /** Folder for the servers' logs, which must exist; a temporary one that goes with the fleet when absent. */
  readonly dir?: string;
  /** Zone changes now and then by themselves. */
  readonly trickle?: boolean;
  /** All servers on 127.0.0.1 with ports of their own. Always so on macOS, which has only that address. */
  readonly oneAddress?: boolean;
  /** Told of every request of a client from outside, its parameters included. */
  readonly onRequest?: (request: HeardRequest) => void;
}

const PARTS: FleetParts = { pages: pageRoutes, peer: peerRoutes, attachCommandStream, createClusterEngine };
/** In one-address mode the cluster addresses are names only. */
const NAMES_ONLY_BLOCK = 20;

/**
 * Starts a fleet and resolves once every server listens.
 * @throws Error for an unknown scenario, an impossible number of servers, or when no block of loopback addresses is
 *   free
 */
export async function startFleet(options: StartOptions = {}): Promise<Fleet> {
  const directory = options.dir ?? (await mkdtemp(join(tmpdir(), 'nameward-fleet-')));
  const removeDirectory = async () => {
    if (options.dir === undefined) await rm(directory, { recursive: true, force: true });
  };
  try {
    if (options.oneAddress ?? process.platform === 'darwin') {
      return await open(options, directory, (index) => addressInBlock(NAMES_ONLY_BLOCK, index), true, removeDirectory);
    }
    return await openOnOwnAddresses(options, directory, removeDirectory);
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}

/** A block can be claimed and still have a stranger on one of its addresses: then the next one is tried. */
async function openOnOwnAddresses(
  options: StartOptions,
  directory: string,
  removeDirectory: () => Promise<void>,
): Promise<Fleet> {
  for (let after: number | undefined; ;) {
    const block: AddressBlock & { readonly block: number } = await claimBlock(after);
    try {
      return await open(
        options,
        directory,
        (index) => block.addressOf(index),
        false,
        async () => {
          await block.release();
          await removeDirectory();
        },
      );
    } catch (error) {
      await block.release();
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      after = block.block;
    }
  }
}

function open(
  options: StartOptions,
  directory: string,
  addressOf: (index: number) => string,
  oneAddress: boolean,
  onClosed: () => Promise<void>,
): Promise<Fleet> {
  const seed = options.seed ?? 1;
  const asked = {
    name: options.scenario ?? (options.servers === undefined ? 'default' : 'uniform'),
    servers: options.servers ?? null,
    seed,
    now: Date.now(),
    addressOf,
    directory,
  };
  const plan = options.given === undefined ? buildScenario(asked) : buildGiven(options.given, asked);
  const { trickle = false, onRequest } = options;
  const heard = onRequest === undefined ? {} : { onRequest };
  return openFleet({ plan, seed, directory, trickle, oneAddress, ...heard }, PARTS, onClosed);
}
