import { expect, it } from 'vitest';
import { nameClusters } from './cluster-names.ts';

const web = (label: string) => ({ label, kind: 'server' as const, tier: 'web' as const });
const nameserver = (label: string, kind: 'server' | 'unknown' = 'server') => ({
  label,
  kind,
  tier: 'nameserver' as const,
});

it('names a cluster by the domain of most of its servers', () => {
  expect(nameClusters([[web('web1.a.example.net'), web('web2.a.example.net'), nameserver('ns1.example.org')]])).toEqual(
    ['a.example.net'],
  );
});

it('names clusters of one domain, or of none, by their first nameserver, rather one that is a server here', () => {
  expect(
    nameClusters([
      [web('web1.example.net'), nameserver('ns9.example.net', 'unknown'), nameserver('ns1.example.net')],
      [web('web2.example.net'), nameserver('ns2.example.net')],
      [web('web3'), web('web4')],
      [],
    ]),
  ).toEqual(['ns1.example.net', 'ns2.example.net', 'web3', '']);
});
