/** Where the servers of a fleet listen: loopback only, and never where another fleet on this machine is. */
import { createServer, isIPv4, type Server } from 'node:net';

/** Of WHM over TLS (`whm-protocol 1.1`). */
export const WHM_PORT = 2087;
const FIRST_BLOCK = 20;
const LAST_BLOCK = 250;
const PER_NETWORK = 250;

/** A block 127.N.0.0/16 that belongs to one fleet until it is released. */
export interface AddressBlock {
  /** Address of the n-th server, from 0. */
  addressOf(index: number): string;
  release(): Promise<void>;
}

/**
 * Refuses an address that other machines could reach.
 * @throws Error naming the address
 */
export function assertLoopback(address: string): void {
  if (isIPv4(address) && address.startsWith('127.')) return;
  throw new Error(`The simulator listens on loopback (127.0.0.0/8) only and refuses ${address}.`);
}

/** @returns n-th address of the block; the last address of the block is kept for the claim */
export function addressInBlock(block: number, index: number): string {
  if (index >= PER_NETWORK * 255) throw new Error(`A fleet has at most ${PER_NETWORK * 255} servers.`);
  return `127.${block}.${Math.floor(index / PER_NETWORK)}.${(index % PER_NETWORK) + 1}`;
}

/**
 * Takes the first block that no other fleet has. The claim is a listening socket on the block's last address, which the
 * system gives to one process only and takes back when that process dies; it answers nobody.
 * @param after number of a block that turned out not to be usable; the search goes on behind it
 * @throws Error when every block is taken
 */
export async function claimBlock(after = FIRST_BLOCK - 1): Promise<AddressBlock & { readonly block: number }> {
  for (let block = after + 1; block <= LAST_BLOCK; block += 1) {
    const claim = await tryToListen(`127.${block}.255.254`);
    if (claim === null) continue;
    return {
      block,
      addressOf: (index) => addressInBlock(block, index),
      release: () => new Promise((resolve) => claim.close(() => resolve())),
    };
  }
  throw new Error(`Every block of loopback addresses from 127.${FIRST_BLOCK} to 127.${LAST_BLOCK} is taken.`);
}

function tryToListen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const claim = createServer((socket) => socket.destroy());
    claim.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    claim.listen(WHM_PORT, address, () => {
      claim.unref();
      resolve(claim);
    });
  });
}
