import { expect, it } from 'vitest';
import { updateStamp } from './stamp.ts';

it.each([
  [
    '; cPanel first:11.110.0.22 (update_time):1714720000 Cpanel::ZoneFile::VERSION:1.3 hostname:a latest:11.136.0.51\n',
    1714720000,
  ],
  [
    '; cPanel first:11.54.0.21 (update_time):1460480627 11.54.0.21: Cpanel::ZoneFile::VERSION:1.3 hostname:a\n$TTL 1\n',
    1460480627,
  ],
  ['; by hand\r\n\r\n; cPanel latest:11.56.0.1 VERSION:1.3 (update_time):7 hostname:a\r\n', 7],
  [';%20cPanel%20first%3A11.110.0.22%20%28update_time%29%3A1714720000%20Cpanel\n', 1714720000],
  ['$TTL 14400\n; (update_time):1714720000\n', null],
  ['a 60 IN TXT "(update_time):1714720000"\n', null],
  ['; (update_time):\n; (update_time):x1\n', null],
  ['; (update_time):99999999999999999999\n', null],
  [`${'; \n'.repeat(5000)}; (update_time):5\n`, null],
  ['', null],
])('the update stamp of %j is %s', (text, expected) => {
  expect(updateStamp(text)).toBe(expected);
});
