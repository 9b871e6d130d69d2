import { describe, expect, it } from 'vitest';
import { complaintsIn } from './complaints.ts';

describe('complaints in what a synchronization prints', () => {
  it.each([
    [
      'zone example.com/IN: loading from master file example.com.db failed: unknown class/type\nserver reload successful\n',
    ],
    [
      'zone example.com/IN: not loaded due to errors.Bind reloading on ns1 using rndc zone: [example.com]server reload successful',
    ],
    ['_default/example.com/IN: bad zone\nserver reload successful'],
    ["rndc: 'reload' failed: dynamic zone\nDone"],
    ["[bindbackend] Error parsing zone 'example.com': Unparseable data\nDone"],
    ["Checked 12 records of 'example.com', 2 errors, 0 warnings.\nDone"],
    ['Zone example.com rejected by the name server\nDone'],
    ['Unable to save zone example.com: no SOA record on ns1.example.net'],
    ['Domain “example.com” could not be found.Done'],
  ])('are found whatever stands behind them: %j', (text) => {
    expect(complaintsIn(text)).toEqual({ lines: [expect.any(String)], unread: false });
  });

  it('come with what the checker said before of the same zone', () => {
    const cause = "zone example.com/IN: NS 'ns1.example.com' has no address records (A or AAAA)";
    const words = 'zone example.com/IN: not loaded due to errors.';
    expect(complaintsIn(`Syncing example.com\n${cause}\n${words}\nsuccessful\n`).lines).toEqual([cause, words]);
    expect(complaintsIn(`zone example.net/IN: loaded serial 7\n${words}\n`).lines).toEqual([words]);
  });

  it.each([
    ['Syncing failed.example.com to all machines in cluster...Done'],
    ['Syncing not-rejected.example to all machines in cluster...Done\nSyncing example.error to local machine...Done'],
    [
      'rndc: WARNING: key file (/etc/rndc.key) exists, but using default configuration file (/etc/rndc.conf)server reload successful',
    ],
    ["Checked 12 records of 'example.com', 0 errors, 0 warnings.\nzone example.com/IN: loaded serial 2026050102\nOK"],
    ['....Done'],
    [''],
  ])('are none in %j', (text) => {
    expect(complaintsIn(text)).toEqual({ lines: [], unread: false });
  });

  it.each([
    ['behind tens of thousands of lines', 'Syncing a.example...Done\n'.repeat(60_000)],
    ['behind empty lines', '\n'.repeat(1_500_000)],
    ['far into one long line', 'Syncing a.example...Done. '.repeat(40_000)],
    ['across the end of a piece', `${'.'.repeat(391)} `],
  ])('are found %s', (_where, before) => {
    const { lines, unread } = complaintsIn(`${before}zone b.example/IN: not loaded due to errors. Done`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('not loaded due to errors');
    expect(unread).toBe(false);
  });

  it('are never said not to be there where the text was not looked at to its end', () => {
    const long = 'Syncing a.example...Done\n'.repeat(100_000);
    expect(complaintsIn(`${long}b.example: bad zone\n`)).toEqual({ lines: [], unread: true });
    const four = ['one', 'two', 'three', 'four'].map((each) => `${each} failed`);
    expect(complaintsIn(four.join('\n'))).toEqual({ lines: four.slice(0, 3), unread: true });
    expect(complaintsIn(`${four.slice(0, 3).join('\n')}\n\n`)).toEqual({ lines: four.slice(0, 3), unread: false });
  });

  it('are few and short', () => {
    const { lines } = complaintsIn('unable to x '.repeat(100_000) + '\nfailed'.repeat(100_000));
    expect(lines.length).toBeLessThan(4);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(400);
  });
});
