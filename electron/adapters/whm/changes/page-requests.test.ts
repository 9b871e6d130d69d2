import { expect, it } from 'vitest';
import type { Access } from '#electron/adapters/whm/access.ts';
import { partsOf } from '#electron/adapters/whm/pages/page-request.ts';
import { activateRequest, clusteringRequest, thresholdRequest, tokenText, uniqueRequest } from './page-requests.ts';

function as(user: string): Access {
  return { server: { id: 'a', host: 'a', port: 2087, user, pin: null }, place: 'a:2087' } as unknown as Access;
}

const root = as('root');

it.each([
  [10, true, 'autodisablethreshold_control=default&cluster_failure_notifications=1'],
  [0, false, 'autodisablethreshold_control=disabled'],
  [25, true, 'autodisablethreshold_control=custom&autodisablethreshold=25&cluster_failure_notifications=1'],
])('sends the failure threshold %i, notification %s, as the form would', (threshold, notify, query) => {
  const change = { kind: 'threshold', server: 'a', threshold, notify } as const;
  expect(partsOf(thresholdRequest(root, change))).toEqual({
    path: `/cgi/adjustclusteroptions.cgi?${query}&cluster_user=root`,
    body: null,
  });
});

it.each([-1, 1.5, Number.NaN, 1e9])('takes no failure threshold of %d', (threshold) => {
  const change = { kind: 'threshold', server: 'a', threshold, notify: true } as const;
  expect(() => thresholdRequest(root, change)).toThrow('whole number');
});

it('switches clustering by 1 or nothing, for the list that is meant', () => {
  const off = { kind: 'clustering', server: 'a', enabled: false } as const;
  expect(partsOf(clusteringRequest(root, off)).path).toBe('/cgi/adjustclusterdns.cgi?clusterdns=&cluster_user=root');
  const unique = { kind: 'unique', server: 'a', reseller: 'agency', enabled: true } as const;
  expect(partsOf(uniqueRequest(root, unique)).path).toBe('/cgi/adjustuniquedns.cgi?clusterdns=1&cluster_user=agency');
  expect(partsOf(uniqueRequest(as('agency'), unique)).path).toBe('/cgi/adjustuniquedns.cgi?clusterdns=1');
  expect(() => uniqueRequest(as('hostco'), unique)).toThrow('only root');
});

it.each([
  ['none', ''],
  ['name', '&recurse=1'],
  ['trust', '&recurse=on'],
] as const)('adds a member without WHM’s own synchronization, contact %s', (contact, recurse) => {
  const member = {
    as: 'root',
    module: 'cPanel',
    host: 'ns1.example.net',
    user: 'root',
    contact,
    debug: true,
    role: 'sync',
    token: 'T',
    nsConfig: null,
  };
  const { body } = partsOf(activateRequest(root, member));
  expect(body).toBe(
    `cluster_user=root&module=cPanel&host=ns1.example.net&user=root&pass=T${recurse}&debug=on&dnsrole=sync`,
  );
  const softLayer = { ...member, module: 'SoftLayer', host: null, debug: false, nsConfig: 'default' };
  expect(partsOf(activateRequest(root, softLayer)).body).toBe(
    'cluster_user=root&module=SoftLayer&user=root&apikey=T&ns_config=default&dnsrole=sync',
  );
});

it('takes tokens and access keys, and nothing that could be another field or header', () => {
  expect(tokenText('ABC123')).toBe('ABC123');
  expect(tokenText('-----BEGIN WHM KEY-----\nab12\ncd34\n-----END WHM KEY-----\n')).toBe('ab12cd34');
  for (const bad of [null, '', ' ', 'a&b=c', 'a\u0000', 'ü', 'x'.repeat(5000)]) {
    expect(() => tokenText(bad)).toThrow('missing or holds characters');
  }
});
