import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPieces } from './pieces.ts';

describe('pieces of a body', () => {
  it('give what was put in, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 5000 }), { maxLength: 50 }), (parts) => {
        const pieces = createPieces(1_000_000);
        for (const part of parts) expect(pieces.add(part)).toBeNull();
        expect(pieces.bytes()).toEqual(Buffer.concat(parts));
      }),
    );
  });

  it('take the last byte of the limit and none more', () => {
    const pieces = createPieces(40_000);
    expect(pieces.add(Buffer.alloc(40_000))).toBeNull();
    expect(pieces.add(Buffer.alloc(1))).toBe('too-large');
    expect(pieces.bytes()).toHaveLength(40_000);
  });

  it('are not taken one by one without end', () => {
    const pieces = createPieces(1_000_000);
    const one = Buffer.alloc(1);
    let taken = 0;
    while (pieces.add(one) === null) taken += 1;
    expect(taken).toBe(10_000);
    expect(pieces.add(one)).toBe('too-many-pieces');
  });
});
