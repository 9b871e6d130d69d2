import type { FleetContext } from '#simulator/seams.ts';
import { randomText } from '#simulator/random.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A new `dnsuniqid`: 32 letters or digits, `_`, epoch seconds (`whm-protocol 6`). */
export function makeUniqid(fleet: Pick<FleetContext, 'now' | 'random'>): string {
  return `${randomText(() => fleet.random(), ALPHABET, 32)}_${String(Math.floor(fleet.now() / 1000))}`;
}
