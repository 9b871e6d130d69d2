import { mostPieces } from '#electron/adapters/whm/budgets.ts';

/** Why no more is taken of a body. */
export type Overflow = 'too-large' | 'too-many-pieces';

/**
 * Puts the pieces of a body together as they come: none of them is kept, so that a million of one byte cost a million
 * bytes.
 */
export interface Pieces {
  /** @returns why this one was not taken */
  add(piece: Uint8Array): Overflow | null;
  /** All that was taken. */
  bytes(): Buffer;
}

const firstRoom = 16 * 1024;

/** @param limit most bytes */
export function createPieces(limit: number): Pieces {
  let room = Buffer.allocUnsafeSlow(Math.min(firstRoom, limit));
  let length = 0;
  let count = 0;
  const most = mostPieces(limit);
  return {
    add(piece) {
      count += 1;
      if (length + piece.length > limit) return 'too-large';
      if (count > most) return 'too-many-pieces';
      if (length + piece.length > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(limit, Math.max(room.length * 2, length + piece.length)));
        room.copy(larger, 0, 0, length);
        room = larger;
      }
      room.set(piece, length);
      length += piece.length;
      return null;
    },
    bytes: () => room.subarray(0, length),
  };
}
