import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LogLine } from './line.ts';
import { mergeByTime } from './merge.ts';

const line = (server: string, at: number | null, message: string): LogLine => ({
  server,
  at,
  level: 'info',
  source: null,
  message,
  uniqid: null,
  continuation: false,
});

it('puts lines in the order of their time and leaves bare ones behind theirs', () => {
  const merged = mergeByTime([
    [line('a', 1, 'a1'), line('a', null, 'a1+'), line('a', 5, 'a5')],
    [line('b', null, 'b?'), line('b', 3, 'b3')],
  ]);
  expect(merged.map(({ message }) => message)).toEqual(['a1', 'a1+', 'b?', 'b3', 'a5']);
});

it('takes a time in the future for now', () => {
  const year2999 = Date.UTC(2999, 0, 1);
  const merged = mergeByTime(
    [
      [line('a', year2999, 'a1'), line('a', 5, 'a2')],
      [line('b', 9, 'b9'), line('b', 11, 'b11')],
    ],
    10,
  );
  expect(merged.map(({ message }) => message)).toEqual(['b9', 'a1', 'a2', 'b11']);
});

it('never changes the order of one log, and loses no line', () => {
  const log = fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(log, { maxLength: 4 }), (logs) => {
      const given = logs.map((times, server) => times.map((at, index) => line(String(server), at, String(index))));
      const merged = mergeByTime(given);
      expect(merged).toHaveLength(given.flat().length);
      for (const [server, lines] of given.entries()) {
        expect(merged.filter((one) => one.server === String(server))).toEqual(lines);
      }
    }),
  );
});
