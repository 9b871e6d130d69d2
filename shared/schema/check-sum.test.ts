import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkSum, checkSumOf } from './check-sum.ts';

const hexadecimal = (sum: number): string => sum.toString(16).padStart(8, '0');

it('is the CRC-32 of everybody, of bytes and of texts in UTF-16', () => {
  expect(checkSumOf(Buffer.from('123456789'))).toBe('cbf43926');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }), (bytes, text) => {
      expect(checkSumOf(bytes)).toBe(hexadecimal(crc32(bytes)));
      expect(checkSum(text)).toBe(hexadecimal(crc32(Buffer.from(text, 'utf16le'))));
    }),
  );
});
