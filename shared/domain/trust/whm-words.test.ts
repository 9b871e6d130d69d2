import { expect, it } from 'vitest';
import { quoteWhm } from './whm-words.ts';

it.each([
  [
    'Could not connect to 192.0.2.53:2087:  at /usr/local/x/PublicAPI.pm line 205.',
    '“Could not connect to 192.0.2.53:2087”, and gives no reason',
  ],
  ['Timeout while connecting at /usr/local/x/Client.pm line 7, <$sock> chunk 3.', '“Timeout while connecting”'],
  ['DNS server may be down.', '“DNS server may be down.”'],
  ['It happened at night: line 7 was lost', '“It happened at night: line 7 was lost”'],
  [':', '“”, and gives no reason'],
  [null, 'no words'],
])('quotes %j', (text, quoted) => expect(quoteWhm(text)).toBe(quoted));
