import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenMiddle } from './shorten-middle.ts';

describe('shortenMiddle', () => {
  it('keeps a name that fits', () => {
    expect(shortenMiddle('web1.example.net', 16)).toBe('web1.example.net');
  });

  it('keeps the head and the tail of one that does not', () => {
    expect(shortenMiddle('customers-a-to-m.frankfurt.example.org', 20)).toBe('customers-a-…ple.org');
  });

  it('never gives more than there is room for', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (name, room) => {
        expect(shortenMiddle(name, room).length).toBeLessThanOrEqual(room);
      }),
    );
  });
});
