import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSerials, isSerial, newestSerial } from './serial.ts';

const serials = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const plus = (serial: number, more: number): number => (serial + more) % 2 ** 32;

describe('serials of RFC 1982', () => {
  it('are newer than what they were counted up from, by less than half the space', () => {
    fc.assert(
      fc.property(serials, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (serial, more) => {
        expect(compareSerials(plus(serial, more), serial)).toBe(1);
        expect(compareSerials(serial, plus(serial, more))).toBe(-1);
      }),
    );
  });

  it('are the same as themselves, and have no order at half the space', () => {
    fc.assert(
      fc.property(serials, (serial) => {
        expect(compareSerials(serial, serial)).toBe(0);
        expect(compareSerials(plus(serial, 2 ** 31), serial)).toBeNull();
      }),
    );
  });

  it('are whole numbers of 32 bits', () => {
    expect([0, 2 ** 32 - 1].every(isSerial)).toBe(true);
    expect([-1, 2 ** 32, 1.5, Number.NaN].some(isSerial)).toBe(false);
  });

  it('have a newest, wherever the count began and in whatever order they come', () => {
    const counted = fc.array(fc.integer({ min: 0, max: 2 ** 30 }), { minLength: 1 });
    fc.assert(
      fc.property(serials, counted, (start, steps) => {
        expect(newestSerial(steps.map((step) => plus(start, step)))).toBe(plus(start, Math.max(...steps)));
      }),
    );
    expect(newestSerial([])).toBeNull();
  });
});
