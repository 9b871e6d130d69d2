import { expect, it } from 'vitest';
import type { ListedMember } from '#shared/contract/plans.ts';
import { changesOfReseller, roleRefusals, uniqueWords } from './reseller-intention.ts';

const member: ListedMember = {
  address: '192.0.2.7',
  hostname: 'ns2.example.net',
  user: 'root',
  module: 'cPanel',
  role: 'sync',
  debug: false,
  disabled: true,
};

const whose = { server: 'web1', as: 'agency' };

it('makes changes of the reseller’s own list, and a removal of nothing else', () => {
  const entries = {
    '192.0.2.7': { role: 'write-only', enable: true },
    '192.0.2.8': { remove: true, role: 'sync' },
    '192.0.2.9': {},
  } as const;
  expect(changesOfReseller({ ...whose, unique: true, entries })).toEqual([
    { kind: 'unique', server: 'web1', reseller: 'agency', enabled: true },
    { kind: 'role', ...whose, address: '192.0.2.7', role: 'write-only' },
    { kind: 'member.enable', ...whose, address: '192.0.2.7' },
    { kind: 'member.remove', ...whose, address: '192.0.2.8' },
  ]);
  expect(changesOfReseller({ ...whose, unique: null, entries: {} })).toEqual([]);
});

it('says which roles root’s list rules out', () => {
  const withRoot = (role: 'standalone' | 'sync') => roleRefusals(member, whose, new Map([[member.address, role]]));
  expect(withRoot('standalone')).toEqual({ standalone: null, sync: null, 'write-only': null });
  expect(withRoot('sync')).toMatchObject({
    standalone: { code: 'reseller.standalone', subject: { ...whose, kind: 'entry' } },
    sync: null,
  });
  expect(roleRefusals(member, whose, new Map())).toMatchObject({
    standalone: null,
    sync: { code: 'reseller.order', message: expect.stringContaining('Root must have 192.0.2.7') },
    'write-only': { code: 'reseller.order' },
  });
  expect(roleRefusals(member, whose, null)).toMatchObject({ sync: null });
});

it('says what unique DNS clustering means, and what is not known of it', () => {
  expect(uniqueWords('agency', false)).toContain('is not used');
  expect(uniqueWords('agency', true)).toContain('go to the members below');
  expect(uniqueWords('agency', null)).toContain('could not be read');
});
