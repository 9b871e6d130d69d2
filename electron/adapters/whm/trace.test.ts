import { describe, expect, it } from 'vitest';
import type { Exchange } from './exchange.ts';
import { whmFailure } from './failure.ts';
import { beginExchange, tracedPath } from './trace.ts';

describe('a path in a trace', () => {
  it.each([
    ['/json-api/version?api.version=1', '/json-api/version?api.version=1'],
    ['/json-api/x?api.version=1&token=ABC&user=bob', '/json-api/x?api.version=1&token=…&user=…'],
    ['/cpsess1234567890/scripts2/y?session=abc', '/cpsess••••/scripts2/y?session=…'],
    ['/login/?session=root%3aabc%2cdef', '/login/?session=…'],
    ['/x?zone=example.com&pa%73s=hunter2', '/x?zone=example.com&pa%73s=…'],
    ['/x?novalue', '/x?novalue=…'],
  ])('%s', (sent, told) => {
    expect(tracedPath(sent)).toBe(told);
  });

  it('holds no control character and no end', () => {
    const told = tracedPath(`/x\u001b[31m${'y'.repeat(5000)}?zone=\u0007`);
    expect(told).not.toMatch(/[\u0000-\u001f]/);
    expect(told.length).toBeLessThan(400);
  });
});

describe('an exchange', () => {
  const told: Exchange[] = [];
  const access = { server: { id: 'web1' } as never, onExchange: (exchange: Exchange) => told.push(exchange) };

  it('is told once, with its answer or the code of its failure', () => {
    const answered = beginExchange(access, 'POST', '/a', 7);
    answered.ended(200, () => 12);
    answered.failed(new Error('later'));
    beginExchange(access, 'GET', '/b').failed(whmFailure('whm.unreachable', 'No answer.'));
    expect(told).toMatchObject([
      { server: 'web1', method: 'POST', path: '/a', status: 200, failure: null, sentBytes: 7, receivedBytes: 12 },
      { server: 'web1', method: 'GET', path: '/b', status: null, failure: 'whm.unreachable' },
    ]);
  });

  it('measures nothing where nobody listens', () => {
    let asked = 0;
    beginExchange({ ...access, onExchange: undefined }, 'GET', '/a').ended(200, () => (asked += 1));
    expect(asked).toBe(0);
  });
});
