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
    expect(complaintsIn(text)).toHaveLength(1);
  });

  it('come with what the checker said before of the same zone', () => {
    const cause = "zone example.com/IN: NS 'ns1.example.com' has no address records (A or AAAA)";
    const words = 'zone example.com/IN: not loaded due to errors.';
    expect(complaintsIn(`Syncing example.com\n${cause}\n${words}\nsuccessful\n`)).toEqual([cause, words]);
    expect(complaintsIn(`zone example.net/IN: loaded serial 7\n${words}\n`)).toEqual([words]);
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
    expect(complaintsIn(text)).toEqual([]);
  });

  it('are few and short, in time that grows with the text', () => {
    const found = complaintsIn('unable to x '.repeat(100_000) + '\nfailed'.repeat(100_000));
    expect(found.length).toBeLessThan(4);
    expect(Math.max(...found.map((line) => line.length))).toBeLessThanOrEqual(400);
    for (const piece of ['zone ', 'zone a/IN: ', 'error-', '9 ', '\n', 'not ']) {
      const begin = performance.now();
      complaintsIn(piece.repeat(1_000_000 / piece.length));
      expect(performance.now() - begin).toBeLessThan(2000);
    }
  });
});
