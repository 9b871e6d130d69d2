import type { WrittenCase } from '#test/integration/cases/case-folder.ts';
import type { RunExpectation } from '#test/integration/cases/expectations.ts';
import { log } from './server-files.ts';

type Tail = Omit<Extract<RunExpectation, { command: 'tail' }>, 'command'>;

function logged(lines: readonly string[], tails: readonly Tail[], secrets: readonly string[] = []) {
  return {
    servers: { web1: { address: '192.0.2.11', files: log(...lines) } },
    expectations: { runs: tails.map((tail) => ({ command: 'tail' as const, ...tail })), secrets },
  };
}

const stamp = '[2026-03-04 12:03:07 +0000]';

/** Further instances of lines that dnsadmin and what runs within it write. */
export const logCases: readonly WrittenCase[] = [
  {
    like: 'log-daemon-killed',
    name: 'another internal error',
    ...logged(
      [
        `${stamp} info [dnsadmin] Accepted connection on fd=7`,
        '(internal error) Timed out while running SYNCZONES',
        'Died at /usr/local/cpanel/whostmgr/bin/dnsadmin line 812, <$mysock> line 9.',
        `${stamp} info [dnsadmin] after`,
      ],
      [
        {
          filter: 'level>=warn',
          shows: [{ text: 'SYNCZONES' }, { text: 'line 812', level: ['die'] }],
          hides: ['after', 'Accepted'],
        },
        { order: ['Accepted', 'SYNCZONES', 'line 812', 'after'] },
      ],
    ),
  },
  {
    like: 'log-exit-level',
    name: 'a backtrace of several calls, and another entry behind',
    ...logged(
      [
        `${stamp} die [dnsadmin] Unable to lock`,
        '\tCpanel::A::b() called at /usr/local/cpanel/Cpanel/A.pm line 1',
        '\tmain::run() called at /usr/local/cpanel/whostmgr/bin/dnsadmin line 2',
        'exit level [die] [pid=77] (No space left on device)',
        `${stamp} warn [dnsadmin] behind`,
      ],
      [
        {
          filter: 'level>=die',
          shows: [{ text: 'Unable to lock' }, { text: 'Cpanel::A::b' }, { text: 'No space left on device' }],
          hides: ['behind'],
        },
      ],
    ),
  },
  {
    like: 'log-level-without-stamp',
    name: 'a die of another service',
    ...logged(
      [
        `${stamp} info [dnsadmin] before`,
        'die [cpsrvd] Could not open the socket at /usr/local/cpanel/cpsrvd.pl line 5',
      ],
      [{ shows: [{ text: 'Could not open the socket', level: ['die'], source: ['cpsrvd'] }] }],
    ),
  },
  {
    like: 'log-deprecated',
    name: 'an info with a blank before it, behind a warning with a backtrace',
    ...logged(
      [
        `${stamp} warn [dnsadmin] the peer is slow`,
        '\tmain::ask() called at x.pl line 3',
        ' info [queueprocd] Task was queued again',
      ],
      [
        {
          filter: 'level>=warn',
          shows: [{ text: 'the peer is slow' }, { text: 'main::ask' }],
          hides: ['queued again'],
        },
      ],
    ),
  },
  {
    like: 'log-local-time',
    name: 'a die without an offset between lines with one',
    ...logged(
      [
        '[2026-01-02 15:04:04 -0500] info [dnsadmin] first',
        '[2026-01-02 15:04:05] die [cphulkd] second',
        '[2026-01-02 15:04:06 -0500] info [dnsadmin] third',
      ],
      [
        { order: ['first', 'second', 'third'], shows: [{ text: 'second', level: ['die'], source: ['cphulkd'] }] },
        { filter: 'level>=die', shows: [{ text: 'second' }], hides: ['first', 'third'] },
      ],
    ),
  },
  {
    like: 'log-dump-block',
    name: 'two dumps with lists in them, one behind the other',
    ...logged(
      [
        'debug: Request',
        '$VAR1 = [',
        "          'savezone',",
        '          {',
        "            'zone' => 'example.com'",
        '          }',
        '        ];',
        '$VAR2 = {',
        "          'tries' => 3",
        '        };',
        `${stamp} info [dnsadmin] afterwards`,
      ],
      [
        { filter: 'level=debug', shows: [{ text: "'savezone'" }, { text: "'tries' => 3" }], hides: ['afterwards'] },
        { filter: 'level=info', shows: [{ text: 'afterwards' }], hides: ['$VAR', 'savezone'] },
      ],
    ),
  },
  {
    like: 'log-secret-keys',
    name: 'keys of other providers, in dumps, queries and headers',
    ...logged(
      [
        'debug: Arguments',
        '$VAR1 = {',
        "          'client-secret' => 'openthedoor',",
        '          \'Auth-Token\' => "letmein99",',
        '        };',
        'debug: whmreq: (POST /json-api/x?user=u1&mysqlpass=tigertiger&db_password=lionlion&zone=example.com)',
        'debug: HEADER[x-auth-key]=[wolfwolf]',
        'debug: whmreq: (GET /scripts2/getzone_local?zone=password-manager.example.net&dnsuniqid=abc)',
      ],
      [{ shows: [{ text: 'mysqlpass' }, { text: 'password-manager.example.net' }, { text: 'zone=example.com' }] }],
      ['openthedoor', 'letmein99', 'tigertiger', 'lionlion', 'wolfwolf'],
    ),
  },
  {
    like: 'log-zone-not-loaded',
    name: 'on one line with the reload that says successful',
    ...logged(
      [
        `${stamp} info [dnsadmin] Reloading zones: example.org`,
        'zone example.org/IN: loading from master file failed: unexpected end of input; zone example.org/IN: not loaded due to errors. server reload successful',
      ],
      [{ filter: 'level>=warn', shows: [{ text: 'not loaded due to errors' }], hides: ['Reloading zones'] }],
    ),
  },
];
