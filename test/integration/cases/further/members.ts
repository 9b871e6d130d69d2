import type { WrittenCase } from '#test/integration/cases/case-folder.ts';
import { besideMembers, cpanelConfig, cpanelMember, lines, member, resultFile } from './server-files.ts';

const ns1 = { address: '192.0.2.53', product: 'dnsonly' } as const;
const web1 = { address: '192.0.2.11' } as const;
const toNs1 = cpanelMember('192.0.2.53', 'ns1.example.net');
const claims = ['sends it nothing', 'in no list'];

/** Further instances of what the folder of members can hold. */
export const memberCases: readonly WrittenCase[] = [
  {
    like: 'members-other-files',
    name: 'editors leave copies and package managers leave originals',
    servers: {
      web1: {
        ...web1,
        files: {
          ...toNs1,
          ...besideMembers('192.0.2.53~', cpanelConfig('ns1.example.net')),
          ...besideMembers('192.0.2.53.rpmsave', cpanelConfig('ns9.example.net')),
          ...besideMembers('192.0.2.53-dnsrole~', 'standalone'),
          ...besideMembers('notes', 'moved on Monday\n'),
        },
      },
      ns1,
    },
    expectations: {
      runs: [
        { command: 'status', servers: { web1: { members: ['192.0.2.53'] } } },
        { command: 'trust', links: [{ from: 'web1', to: '.', count: 1, role: ['sync'], state: ['ok'] }] },
      ],
    },
  },
  {
    like: 'members-outside-modules',
    name: 'a PowerDNS back end, and one whose file has a user and a key alone',
    servers: {
      web1: {
        ...web1,
        files: {
          ...member(
            'powerdns',
            lines(
              '#version 2.0',
              'api_url=http://192.0.2.3:8081',
              'api_key=k-EXAMPLE-pdns-0009',
              'server_id=localhost',
              'module=PowerDNS',
              'debug=on',
            ),
            'write-only',
          ),
          ...member('imh', lines('user=exampleuser', 'apikey=k-EXAMPLE-imh-0009', 'log_level=3'), 'sync'),
        },
      },
    },
    expectations: {
      runs: [
        {
          command: 'status',
          servers: {
            web1: {
              members: ['imh', 'powerdns'],
              member: { powerdns: { module: ['PowerDNS'], role: ['write-only'] } },
            },
          },
        },
        {
          command: 'trust',
          links: ['powerdns', 'imh'].map((to) => ({
            from: 'web1',
            to,
            count: 1,
            reverseTrust: ['not-required'],
            neverSays: ['trusts .+ back', 'cannot be asked', 'no token'],
          })),
        },
      ],
      secrets: ['k-EXAMPLE-pdns-0009', 'k-EXAMPLE-imh-0009', '192.0.2.3:8081'],
    },
  },
  {
    like: 'two-of-one-module',
    name: 'three entries of a module that keeps a stack each',
    servers: {
      web1: {
        ...web1,
        files: Object.assign(
          {},
          ...['a', 'b', 'c'].map((name) =>
            member(
              `stack-${name}`,
              lines('#version 2.0', `stack_id=${name}`, `client_secret=s-EXAMPLE-${name}`, 'module=StackPath'),
              'write-only',
            ),
          ),
        ) as Readonly<Record<string, string>>,
      },
    },
    expectations: {
      runs: [{ command: 'trust', links: [{ from: 'web1', to: '.', count: 3, neverSays: ['more than one entry'] }] }],
      secrets: ['s-EXAMPLE-a', 's-EXAMPLE-b', 's-EXAMPLE-c'],
    },
  },
  {
    like: 'role-words',
    name: 'a role in capitals and one of another program',
    servers: {
      web1: {
        ...web1,
        files: {
          ...member('192.0.2.53', cpanelConfig('ns1.example.net'), 'SYNC\n'),
          ...member('192.0.2.54', cpanelConfig('ns2.example.net'), 'slave'),
        },
      },
      ns1,
      ns2: { ...ns1, address: '192.0.2.54' },
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [
            { from: 'web1', to: '^ns1$', role: [null], says: ['SYNC'], neverSays: claims },
            { from: 'web1', to: '^ns2$', role: [null], says: ['slave'], neverSays: claims },
          ],
        },
      ],
    },
  },
  {
    like: 'role-two-words',
    name: 'two words on one line, and the later one first',
    servers: {
      web1: {
        ...web1,
        files: {
          ...member('192.0.2.53', cpanelConfig('ns1.example.net'), 'write-only standalone\n'),
          ...member('192.0.2.54', cpanelConfig('ns2.example.net'), 'sync\nwrite-only\n'),
        },
      },
      ns1,
      ns2: { ...ns1, address: '192.0.2.54' },
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [
            { from: 'web1', to: '^ns1$', role: [null], says: ['write-only', 'standalone'], neverSays: claims },
            { from: 'web1', to: '^ns2$', role: [null], says: ['sync', 'write-only'], neverSays: claims },
          ],
        },
      ],
    },
  },
  {
    like: 'member-file-crlf',
    name: 'only the lines that somebody added end with CR LF',
    servers: {
      web1: {
        ...web1,
        files: member(
          '192.0.2.53',
          '#version 2.0\nuser=root\r\nhost=ns1.example.net\npass=EXAMPLETOKENEXAMPLETOKENEXAMPLE0\r\nmodule=cPanel\r\ndebug=0\n',
          'write-only\r\n',
        ),
      },
      ns1,
    },
    expectations: {
      runs: [
        {
          command: 'status',
          servers: {
            web1: {
              members: ['192.0.2.53'],
              member: { '192.0.2.53': { user: ['root'], module: ['cPanel'], role: ['write-only', null] } },
            },
          },
        },
        { command: 'trust', links: [{ from: 'web1', to: '^ns1$', count: 1, neverSays: claims }] },
      ],
    },
  },
  {
    like: 'stray-role-file',
    name: 'the role file of an address that was removed by hand',
    servers: { web1: { ...web1, files: { ...toNs1, ...besideMembers('192.0.2.99-dnsrole', 'sync') } }, ns1 },
    expectations: {
      runs: [
        { command: 'status', servers: { web1: { members: ['192.0.2.53'] } } },
        { command: 'status-text', says: ['192[.]0[.]2[.]99-dnsrole'] },
      ],
    },
  },
  {
    like: 'stray-disabled-mark',
    name: 'the disabled mark of an address that is no member any more',
    servers: { web1: { ...web1, files: { ...toNs1, ...resultFile('192.0.2.98-down', '') } }, ns1 },
    expectations: {
      runs: [
        {
          command: 'status',
          servers: { web1: { members: ['192.0.2.53'], member: { '192.0.2.53': { state: ['ok'] } } } },
        },
        { command: 'status-text', says: ['192[.]0[.]2[.]98-down'] },
      ],
    },
  },
  {
    like: 'member-folder-unreadable',
    name: 'the folder above it cannot be read',
    servers: { web1: { ...web1, pages: 'refused', unreadable: ['/var/cpanel/cluster/root'], files: toNs1 }, ns1 },
    expectations: {
      runs: [
        { command: 'status', servers: { web1: { membersOneOf: [null, ['192.0.2.53'], ['ns1.example.net']] } } },
        { command: 'trust', links: [{ from: 'web1', to: '^ns1$|192[.]0[.]2[.]53', neverSays: ['no entry'] }] },
      ],
    },
  },
];
