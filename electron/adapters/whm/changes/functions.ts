import { isObject, type JsonObject } from '#electron/adapters/whm/answers/envelope.ts';
import { type NoParameters, type WhmFunction } from '#electron/adapters/whm/api/functions.ts';

/** Functions of WHM API 1 that changes and what is read for them need (`whm-protocol 2.1`, `2.3`, `2.5`, `2.9`). */

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

/** Queued on the server that is called; it takes effect later. */
export const setNameserver: WhmFunction<{ readonly nameserver: string }, { readonly message: string }> = {
  name: 'set_nameserver',
  query: ({ nameserver }) => [['nameserver', nameserver]],
  answer: (data) => ({ message: text(data['message']) ?? '' }),
  safe: false,
  writes: true,
  minVersion: 83,
  acl: 'clustering',
};

/** Answers with a reason alone, so any data will do. */
export const configureService: WhmFunction<
  { readonly service: 'named'; readonly monitored: boolean },
  Readonly<Record<string, never>>
> = {
  name: 'configureservice',
  query: ({ service, monitored }) => [
    ['service', service],
    ['monitored', monitored ? '1' : '0'],
  ],
  answer: () => ({}),
  safe: false,
  writes: true,
  minVersion: null,
  acl: 'clustering',
};

/** Keys of Tweak Settings that Nameward reads and writes. */
export type TweakKey = 'dnsadmin_log' | 'dnsadmin_verbose_sync';

function settingOf(data: JsonObject): { readonly value: string } | null {
  const setting = data['tweaksetting'];
  const value = isObject(setting) ? setting['value'] : undefined;
  // A setting that was never written comes back as null and has its default.
  return value === null ? { value: '' } : text(value) === null ? null : { value: text(value) ?? '' };
}

export const getTweakSetting: WhmFunction<{ readonly key: TweakKey }, { readonly value: string }> = {
  name: 'get_tweaksetting',
  query: ({ key }) => [
    ['key', key],
    ['module', 'Main'],
  ],
  answer: settingOf,
  safe: true,
  minVersion: null,
  acl: 'all',
};

export const setTweakSetting: WhmFunction<
  { readonly key: TweakKey; readonly value: string },
  Readonly<Record<string, never>>
> = {
  name: 'set_tweaksetting',
  query: ({ key, value }) => [
    ['key', key],
    ['value', value],
    ['module', 'Main'],
  ],
  answer: () => ({}),
  safe: false,
  writes: true,
  minVersion: null,
  acl: 'all',
};

export const listResellers: WhmFunction<NoParameters, readonly string[]> = {
  name: 'listresellers',
  query: () => [],
  answer: (data) => {
    const names = data['reseller'];
    // No data at all: there is none (`whm-protocol 1.6`).
    if (names === undefined) return [];
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : null;
  },
  safe: true,
  minVersion: null,
  acl: 'all',
};

/** The one function whose answer is a secret. */
export const createToken: WhmFunction<{ readonly name: string; readonly acls: readonly string[] }, string> = {
  name: 'api_token_create',
  query: ({ name, acls }) => [
    ['token_name', name],
    ...acls.map((acl, index): [string, string] => [index === 0 ? 'acl' : `acl-${index}`, acl]),
  ],
  answer: (data) => text(data['token']),
  safe: false,
  writes: true,
  minVersion: 64,
  acl: 'manage-api-tokens',
};

export const revokeToken: WhmFunction<{ readonly name: string }, Readonly<Record<string, never>>> = {
  name: 'api_token_revoke',
  query: ({ name }) => [['token_name', name]],
  answer: () => ({}),
  safe: false,
  writes: true,
  minVersion: 64,
  acl: 'manage-api-tokens',
};

/** Which token a text is: the parameter is a secret. */
export const tokenDetails: WhmFunction<{ readonly token: string }, { readonly name: string | null }> = {
  name: 'api_token_get_details',
  query: ({ token }) => [['token', token]],
  answer: ({ record }) => {
    if (record === null || record === undefined) return { name: null };
    const name = isObject(record) ? text(record['name']) : null;
    return name === null ? null : { name };
  },
  inBody: true,
  safe: true,
  minVersion: 64,
  acl: 'manage-api-tokens',
};

export const listTokens: WhmFunction<NoParameters, readonly string[]> = {
  name: 'api_token_list',
  query: () => [],
  answer: (data) => {
    const { tokens } = data;
    if (tokens === undefined) return [];
    // Perl writes an empty map as an empty list now and then.
    return isObject(tokens) ? Object.keys(tokens) : Array.isArray(tokens) && tokens.length === 0 ? [] : null;
  },
  safe: true,
  minVersion: 64,
  acl: 'manage-api-tokens',
};
