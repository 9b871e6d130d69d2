import { expect, it } from 'vitest';
import type { LogLine } from './line.ts';
import { parseQuery, QueryProblem } from './query.ts';

const line = (message: string, more: Partial<LogLine> = {}): LogLine => ({
  server: 'web1',
  at: null,
  level: 'info',
  source: 'dnsadmin',
  message,
  uniqid: null,
  continuation: false,
  ...more,
});

it.each([
  ['zone', line('Saved the ZONE a.example'), true],
  ['zone', line('Hot restart'), false],
  ['zone saved', line('saved the zone'), true],
  ['"the zone"', line('saved the zone'), true],
  ['"zone the"', line('saved the zone'), false],
  ['/^saved .*zone$/', line('saved the zone'), true],
  ['/SAVED/', line('saved'), false],
  ['/SAVED/i', line('saved'), true],
  ['/a\\/b/', line('a/b'), true],
  ['!zone', line('Hot restart'), true],
  ['!"the zone" saved', line('saved the zone'), false],
  ['level>=warn', line('x', { level: 'die' }), true],
  ['level>=warn', line('x', { level: 'info' }), false],
  ['level>=debug', line('x', { level: 'unknown' }), false],
  ['level=info', line('x'), true],
  ['server=web1', line('x'), true],
  ['server=web2', line('x'), false],
  ['uniqid=ABC', line('x', { uniqid: 'ABCDEF_1' }), true],
  ['uniqid=ABC', line('x'), false],
])('%s judges %j', (expression, judged, passes) => {
  expect(parseQuery(expression)(judged)).toBe(passes);
});

it('lets the lines that continue one go with it', () => {
  const filter = parseQuery('level>=warn');
  const trace = line('  at Cpanel/X.pm line 3', { level: 'unknown', continuation: true });
  expect([line('bad', { level: 'warn' }), trace, line('fine'), trace].map(filter)).toEqual([true, true, false, false]);
});

it.each(['', '  ', 'level>=loud', '/(/'])('refuses %j', (expression) => {
  expect(() => parseQuery(expression)).toThrow(QueryProblem);
});
