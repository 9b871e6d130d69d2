import { describe, expect, it } from 'vitest';
import { fleetOf, observed } from '#test/fixtures/fleets.ts';
import { buildTopology } from '#shared/domain/fleet/build.ts';
import type { FleetConfiguration } from '#shared/domain/plan/configuration.ts';
import { configurationOf } from '#shared/domain/plan/known-configuration.ts';
import { changesOfOptions, currentWords, halfKnown, isThreshold, keepAll } from './options.ts';

const base = fleetOf([observed('s1', 'cpanel', []), observed('s2', 'dnsonly', [])]);
const read = configurationOf(buildTopology(base.servers, base.observations));
const [first, second] = [read['s1']!, read['s2']!];
const fleet: FleetConfiguration = {
  s1: { ...first, clustering: true, threshold: 10, notify: true, nameserver: 'bind' },
  s2: { ...second, clustering: true, threshold: null, notify: null, nameserver: 'powerdns' },
};
const both = ['s1', 's2'];

describe('options of many servers', () => {
  it('changes nothing that is kept or as wanted', () => {
    expect(changesOfOptions(both, keepAll, fleet)).toEqual([]);
    expect(changesOfOptions(both, { ...keepAll, clustering: 'on' }, fleet)).toEqual([]);
    expect(changesOfOptions(both, { ...keepAll, software: 'powerdns' }, fleet)).toEqual([
      { kind: 'software', server: 's1', nameserver: 'powerdns' },
    ]);
  });

  it('sets the threshold with the notification that stays, and only where it is known', () => {
    const fields = { ...keepAll, threshold: 'online' as const };
    expect(changesOfOptions(both, fields, fleet)).toEqual([
      { kind: 'threshold', server: 's1', threshold: 0, notify: true },
    ]);
    expect(halfKnown('threshold', both, fields, fleet)).toEqual(['s2']);
    expect(changesOfOptions(both, { ...fields, notify: 'off' }, fleet)).toHaveLength(2);
  });

  it('changes of monitoring and logging what the user changed, and nothing that is so already', () => {
    const known: FleetConfiguration = {
      s1: { ...first, monitored: true, logLevel: 1, verboseSync: true },
      s2: { ...second, monitored: false, logLevel: 2, verboseSync: null },
    };
    expect(changesOfOptions(both, { ...keepAll, monitored: 'on' }, known)).toEqual([
      { kind: 'monitoring', server: 's2', monitored: true },
    ]);
    const level = { ...keepAll, logLevel: '2' };
    expect(changesOfOptions(both, level, known)).toEqual([
      { kind: 'logging', server: 's1', level: 2, verboseSync: true },
    ]);
    expect(halfKnown('logging', both, level, known)).toEqual(['s2']);
    expect(halfKnown('logging', both, { ...level, verboseSync: 'on' }, known)).toEqual([]);
    expect(changesOfOptions(['s1'], { ...keepAll, logLevel: '1', verboseSync: 'on' }, known)).toEqual([]);
  });

  it('says what is now of one and of many', () => {
    const words = (...values: readonly (number | null)[]) => currentWords(values, String);
    expect([words(3), words(null), words(3, 3), words(3, 4), words(3, null), words(3, 4, null, null)]).toEqual([
      'Now 3',
      'Now unknown',
      'Now 3',
      'Now mixed',
      'Now 3, unknown on 1',
      'Now mixed, unknown on 2',
    ]);
  });

  it('takes whole numbers from 1', () => {
    expect(['1', ' 25 ', '0', '-1', '1.5', ''].map(isThreshold)).toEqual([true, true, false, false, false, false]);
  });
});
