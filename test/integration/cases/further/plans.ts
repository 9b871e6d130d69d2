import type { WrittenCase } from '#test/integration/cases/case-folder.ts';
import { lines, member } from './server-files.ts';

const web1 = { address: '192.0.2.11' } as const;

/** Further instances of what a plan must see in a server before and after it writes. */
export const planCases: readonly WrittenCase[] = [
  {
    like: 'debug-word-off',
    name: 'debug=on is on',
    servers: { web1: { ...web1, writesDebug: 'words' }, ns1: { address: '192.0.2.53', product: 'dnsonly' } },
    expectations: {
      runs: [
        {
          command: 'apply',
          changes: [
            {
              kind: 'member.add',
              server: 'web1',
              member: {
                address: '192.0.2.53',
                host: 'ns1.example.net',
                user: 'root',
                module: 'cPanel',
                role: 'write-only',
                debug: true,
                contact: 'name',
                token: { from: 'made', on: 'ns1' },
              },
            },
          ],
          steps: [{ state: ['verified', 'remark'] }],
        },
      ],
    },
  },
  {
    like: 'edit-outside-module',
    name: 'a PowerDNS back end',
    servers: {
      web1: {
        ...web1,
        modules: ['cPanel', 'ExternalPDNS'],
        files: member(
          'externalpdns',
          lines(
            '#version 2.0',
            'api_url=https://192.0.2.1:8081',
            'api_key=k-EXAMPLE-pdns-0010',
            'module=ExternalPDNS',
            'debug=off',
          ),
          'write-only',
        ),
      },
    },
    expectations: {
      runs: [
        {
          command: 'plan',
          changes: [
            {
              kind: 'member.edit',
              server: 'web1',
              address: 'externalpdns',
              user: 'root',
              debug: true,
              contact: 'none',
              token: { from: 'entry' },
            },
          ],
          steps: [{ refused: true, requests: { neverSays: ['module=cPanel'] } }],
        },
      ],
      secrets: ['k-EXAMPLE-pdns-0010'],
    },
  },
  {
    like: 'module-not-offered',
    name: 'a PowerDNS module where the form offers cPanel alone',
    servers: { web1: { ...web1, modules: ['cPanel'] } },
    expectations: {
      runs: [
        {
          command: 'plan',
          changes: [
            {
              kind: 'member.add',
              server: 'web1',
              member: {
                address: 'powerdns',
                host: 'powerdns',
                user: 'root',
                module: 'PowerDNS',
                role: 'write-only',
                debug: false,
                contact: 'none',
                token: { from: 'made', on: 'web1' },
              },
            },
          ],
          steps: [{ refused: true, says: ['PowerDNS|module|back end|offer'] }],
        },
      ],
    },
  },
  {
    like: 'trusted-by-page',
    name: 'an address of version 6, on DNSOnly',
    servers: { ns1: { address: '192.0.2.53', product: 'dnsonly', command: false } },
    expectations: {
      runs: [
        {
          command: 'apply',
          changes: [{ kind: 'trusted', server: 'ns1', address: '2001:db8::11', trusted: true }],
          steps: [{ state: ['verified', 'remark'] }],
        },
      ],
      requests: [{ server: 'ns1', path: 'editremoteipslist', atLeast: 2 }],
    },
  },
];
