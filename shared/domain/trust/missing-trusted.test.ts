import { expect, it } from 'vitest';
import { missingTrusted } from './missing-trusted.ts';

it('misses members that stand in neither list, and asks nothing of foreign back ends', () => {
  const members = [
    { address: '10.0.0.1', module: 'cPanel' },
    { address: '10.0.0.2', module: null },
    { address: '10.0.0.3', module: 'cPanel' },
    { address: 'softlayer', module: 'SoftLayer' },
  ];
  expect(missingTrusted(members, { dnsmaster: ['10.0.0.1'], remotedns: ['10.0.0.3'] })).toEqual(['10.0.0.2']);
});
