import type { WrittenCase } from '#test/integration/cases/case-folder.ts';
import { cpanelConfig, cpanelMember, member } from './server-files.ts';

const ns1 = { address: '192.0.2.53', product: 'dnsonly' } as const;
const web1 = { address: '192.0.2.11' } as const;
const toNs1 = cpanelMember('192.0.2.53', 'ns1.example.net');

/** Further instances of whom an entry means, and what is said of the link. */
export const linkCases: readonly WrittenCase[] = [
  {
    like: 'address-moved',
    name: 'the server has two addresses, and the entry names neither',
    servers: {
      web1: { ...web1, files: toNs1 },
      ns1: {
        product: 'dnsonly',
        address: '192.0.2.77',
        addresses: ['192.0.2.77:255.255.255.0:192.0.2.255', '192.0.2.78'],
      },
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [
            {
              from: 'web1',
              to: 'ns1|192[.]0[.]2[.]53',
              count: 1,
              state: ['warning', 'broken', 'unknown'],
              says: ['192[.]0[.]2[.]53'],
            },
          ],
        },
      ],
    },
  },
  {
    like: 'ipv6-spelling',
    name: 'capitals in the name of the file, zeros in the answer of the server',
    servers: {
      web1: { ...web1, files: member('2001:DB8::53', cpanelConfig('[2001:DB8::53]'), 'sync') },
      ns1: { ...ns1, addresses: ['192.0.2.53:255.255.255.0:192.0.2.255', '2001:0db8:0000:0000:0000:0000:0000:0053'] },
    },
    expectations: {
      runs: [{ command: 'trust', links: [{ from: 'web1', to: '^ns1$', count: 1, reverseTrust: ['not-required'] }] }],
    },
  },
  {
    like: 'version-without-eleven',
    name: 'the server itself leaves it out, and a member is WP Squared',
    servers: {
      web1: {
        ...web1,
        version: '136.0.51',
        files: cpanelMember('192.0.2.53', 'ns1.example.net', { version: '136.1.7' }),
      },
      ns1,
    },
    expectations: {
      runs: [
        {
          command: 'status',
          servers: {
            web1: {
              version: ['136.0.51', '11.136.0.51'],
              member: { '192.0.2.53': { version: ['136.1.7', '11.136.1.7'] } },
            },
          },
        },
      ],
    },
  },
  {
    like: 'member-version-unread',
    name: 'another version is required',
    servers: {
      web1: {
        ...web1,
        files: cpanelMember('192.0.2.53', 'ns1.example.net', { error: 'Requires version 11.30 or later' }),
      },
      ns1,
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [{ from: 'web1', to: '^ns1$', says: ['Requires version 11[.]30 or later', 'cPHulk|firewall|block'] }],
        },
      ],
    },
  },
  {
    like: 'reason-without-reason',
    name: 'another Perl file, no colon',
    servers: {
      web1: {
        ...web1,
        files: cpanelMember('192.0.2.53', 'ns1.example.net', {
          error:
            'Could not connect to 192.0.2.53:2087: at /usr/local/cpanel/Cpanel/HTTP/Client.pm line 77, <STDIN> line 2.\n',
        }),
      },
      ns1,
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [
            {
              from: 'web1',
              to: '^ns1$',
              says: ['192[.]0[.]2[.]53:2087', 'no reason|without a reason|reason is not|not say why'],
              neverSays: ['Client[.]pm line'],
            },
          ],
        },
      ],
    },
  },
  {
    like: 'path-of-one-column',
    name: 'a line break and nothing else says nothing of members',
    servers: {
      web1: { ...web1, rights: 'clustering', pages: 'refused', answers: { '/scripts2/getpath_local': { body: '\n' } } },
    },
    expectations: { runs: [{ command: 'status', servers: { web1: { members: null } } }] },
  },
  {
    like: 'path-of-one-column',
    name: 'a line that is none between lines of one and two columns',
    servers: {
      web1: {
        ...web1,
        rights: 'clustering',
        pages: 'refused',
        answers: {
          '/scripts2/getpath_local': { body: 'ns1.example.net\n<not a host>\nweb1.example.net ns2.example.net' },
        },
      },
    },
    expectations: {
      runs: [{ command: 'status', servers: { web1: { members: ['ns1.example.net', 'ns2.example.net'] } } }],
    },
  },
  {
    like: 'nat-member',
    name: 'two web servers behind NAT in one private network',
    servers: {
      ns1: {
        address: '192.0.2.53',
        files: {
          ...cpanelMember('198.51.100.6', 'web2.example.net', { role: 'standalone', stored: '198.51.100.6' }),
          ...cpanelMember('198.51.100.7', 'web3.example.net', { role: 'standalone', stored: '198.51.100.7' }),
        },
      },
      web2: { address: '172.16.4.6', files: toNs1 },
      web3: { address: '172.16.4.7', files: toNs1 },
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [
            { from: 'web2', to: '^ns1$', count: 1, reverseTrust: ['yes', 'unknown'], neverSays: ['one-way trust'] },
            { from: 'web3', to: '^ns1$', count: 1, reverseTrust: ['yes', 'unknown'], neverSays: ['one-way trust'] },
            { from: 'ns1', to: '^web2$|198[.]51[.]100[.]6', count: 1, says: ['web2'] },
            { from: 'ns1', to: '^web3$|198[.]51[.]100[.]7', count: 1, says: ['web3'] },
          ],
        },
      ],
    },
  },
  {
    like: 'trust-question',
    name: 'two servers in one batch',
    servers: {
      ns1: { address: '192.0.2.53', files: cpanelMember('192.0.2.11', 'web1.example.net', { role: 'standalone' }) },
      web1: { ...web1, addresses: ['@:255.0.0.0:127.255.255.255'], files: toNs1 },
      web2: { address: '192.0.2.12', addresses: ['@:255.0.0.0:127.255.255.255'], files: toNs1 },
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [
            { from: 'web1', to: '^ns1$', reverseTrust: ['yes'] },
            { from: 'web2', to: '^ns1$', reverseTrust: ['no'] },
          ],
        },
      ],
      requests: [{ server: 'ns1', path: 'cluster_member_has_trust_with', atLeast: 2, says: ['althost='] }],
    },
  },
  {
    like: 'nameservers-in-a-circle',
    name: 'three of them, and a web server that writes to one',
    servers: {
      web1: { ...web1, files: toNs1 },
      ns1: { ...ns1, files: cpanelMember('192.0.2.54', 'ns2.example.net') },
      ns2: { ...ns1, address: '192.0.2.54', files: cpanelMember('192.0.2.55', 'ns3.example.net') },
      ns3: { ...ns1, address: '192.0.2.55', files: toNs1 },
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [
            {
              from: 'ns1',
              to: '^ns2$',
              count: 1,
              role: ['sync'],
              reverseTrust: ['not-required'],
              neverSays: ['one-way'],
            },
            {
              from: 'ns3',
              to: '^ns1$',
              count: 1,
              role: ['sync'],
              reverseTrust: ['not-required'],
              neverSays: ['one-way'],
            },
            { from: 'web1', to: '^ns1$', count: 1, reverseTrust: ['not-required'] },
          ],
        },
      ],
    },
  },
  {
    like: 'calm-states',
    name: 'a web server that disabled its nameserver and writes to one',
    servers: {
      web1: {
        ...web1,
        nameserver: 'disabled',
        files: cpanelMember('192.0.2.53', 'ns1.example.net', { role: 'write-only' }),
      },
      ns1,
    },
    expectations: {
      runs: [
        {
          command: 'trust',
          links: [{ from: 'web1', to: '^ns1$', state: ['ok'], role: ['write-only'], reverseTrust: ['not-required'] }],
        },
        { command: 'status-text', neverSays: ['answers no DNS query', 'broken'] },
      ],
    },
  },
];
