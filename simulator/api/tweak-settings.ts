/** Tweak Settings, those that have to do with DNS (`whm-protocol 2.9`). */
import type { ServerState } from '#simulator/model.ts';
import { ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';

/**
 * Keys with their defaults and what they accept. The cluster's own options and the nameserver's kind are no Tweak
 * Settings.
 */
const SETTINGS: Readonly<Record<string, { readonly usual: string; readonly accepts: RegExp }>> = {
  dnsadmin_log: { usual: '0', accepts: /^[0-9]$/ },
  dnsadmin_verbose_sync: { usual: '0', accepts: /^[01]$/ },
  dnsadminapp: { usual: '', accepts: /^(\/[\w./-]+)?$/ },
  dormant_services: { usual: 'cpanalyticsd,cpdavd,cphulkd,cpsrvd,dnsadmin,spamd', accepts: /^[\w,]*$/ },
  bind_deferred_restart_time: { usual: '2', accepts: /^\d{1,3}$/ },
  allowremotedomains: { usual: '0', accepts: /^[01]$/ },
  check_zone_syntax: { usual: '1', accepts: /^[01]$/ },
  check_zone_owner: { usual: '1', accepts: /^[01]$/ },
  useauthnameservers: { usual: '0', accepts: /^[01]$/ },
};

export const tweakSettingFunctions: readonly ApiFunction[] = [
  { name: 'get_tweaksetting', acls: ['all'], dnsonly: true, run: readSetting },
  { name: 'set_tweaksetting', acls: ['all'], dnsonly: true, run: writeSetting },
];

function readSetting(call: ApiCall): ApiOutcome {
  const key = keyOf(call);
  return { data: { tweaksetting: { key, value: valueOf(call.server, key) } } };
}

function writeSetting(call: ApiCall): ApiOutcome {
  const key = keyOf(call);
  const value = call.arguments.optional('value') ?? '';
  if (SETTINGS[key]?.accepts.test(value) !== true) throw new ApiFailure(`Invalid value for “${key}”.`);
  if (key === 'dnsadmin_log') call.server.dnsadminLogLevel = Number(value);
  else if (key === 'dnsadmin_verbose_sync') call.server.dnsadminVerboseSync = value === '1';
  else call.server.tweakSettings.set(key, value);
  return { data: { tweaksetting: { key, value } } };
}

function keyOf({ arguments: given }: ApiCall): string {
  const key = given.required('key');
  if ((given.optional('module') ?? 'Main') !== 'Main' || !Object.hasOwn(SETTINGS, key)) {
    throw new ApiFailure('Invalid tweaksetting key/module');
  }
  return key;
}

function valueOf(server: ServerState, key: string): string {
  if (key === 'dnsadmin_log') return String(server.dnsadminLogLevel);
  if (key === 'dnsadmin_verbose_sync') return server.dnsadminVerboseSync ? '1' : '0';
  return server.tweakSettings.get(key) ?? SETTINGS[key]?.usual ?? '';
}
