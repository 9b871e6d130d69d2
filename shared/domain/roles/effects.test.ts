import { describe, expect, it } from 'vitest';
import { roleEffects, type RoleSituation } from './effects.ts';

const situation: RoleSituation = {
  from: { label: 'web1', product: 'cpanel' },
  to: { label: 'ns1', product: 'dnsonly' },
  current: 'sync',
  next: 'write-only',
  reverseTrust: 'not-required',
  disabled: false,
  clusteringEnabled: true,
};

describe('roleEffects', () => {
  it('says what write-only overwrites', () => {
    expect(roleEffects(situation).risks.join(' ')).toContain('Newer zones on ns1 are overwritten');
  });

  it('says that standalone lets zones grow old', () => {
    const { effects, risks } = roleEffects({ ...situation, next: 'standalone' });
    expect(effects[0]).toBe('web1 no longer sends zone changes to ns1.');
    expect(risks.join(' ')).toContain('are old on ns1');
  });

  it('ends nothing that a new entry never began', () => {
    const { effects } = roleEffects({ ...situation, current: null, next: 'standalone' });
    expect(effects[0]).toBe('web1 sends no zone changes to ns1.');
  });

  it('misses the reverse entry only where one is needed', () => {
    const asSync = { ...situation, next: 'sync' as const, current: 'standalone' as const };
    expect(roleEffects(asSync).risks).toEqual([]);
    const toCpanel = { ...asSync, to: { label: 'ns1', product: 'cpanel' as const }, reverseTrust: 'no' as const };
    expect(roleEffects(toCpanel).risks.join(' ')).toContain('needs reverse trust');
  });

  it('tells of AutoSSL where a server with accounts synchronizes', () => {
    const asSync = { ...situation, next: 'sync' as const, current: 'standalone' as const };
    expect(roleEffects(asSync).effects.join(' ')).toContain("AutoSSL's check on web1 may write zones to ns1 by itself");
    const nameserver = { ...asSync, from: { label: 'ns2', product: 'dnsonly' as const } };
    expect(roleEffects(nameserver).effects.join(' ')).not.toContain('AutoSSL');
  });

  it('warns when no role has an effect', () => {
    const { risks } = roleEffects({ ...situation, disabled: true, clusteringEnabled: false });
    expect(risks.join(' ')).toMatch(/ns1 is disabled.*DNS clustering is disabled on web1/s);
  });

  it('promises nothing when nothing changes', () => {
    expect(roleEffects({ ...situation, next: 'sync' }).effects).toEqual(['The DNS role is Synchronize already.']);
  });
});
