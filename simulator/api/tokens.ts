/** API tokens of the caller (`whm-protocol 2.3`). */
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { ServerState, TokenRecord } from '#simulator/model.ts';
import { randomText } from '#simulator/random.ts';
import { aclFlags, aclNames, holds, tokenAcls } from './acls.ts';
import { ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';

const TOKEN_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MAX_WHITELIST = 100;

export const tokenFunctions: readonly ApiFunction[] = [
  { name: 'api_token_list', acls: ['manage-api-tokens'], dnsonly: true, since: 64, run: listTokens },
  { name: 'api_token_create', acls: ['manage-api-tokens'], dnsonly: true, since: 64, run: createToken },
  { name: 'api_token_update', acls: ['manage-api-tokens'], dnsonly: true, since: 64, run: updateToken },
  { name: 'api_token_revoke', acls: ['manage-api-tokens'], dnsonly: true, since: 64, run: revokeTokens },
  { name: 'api_token_get_details', acls: ['manage-api-tokens'], dnsonly: true, since: 64, run: tokenDetails },
];

function listTokens({ server, caller }: ApiCall): ApiOutcome {
  const own = [...server.tokens.values()].filter((token) => token.user === caller.user);
  const tokens = Object.fromEntries(own.map((token) => [token.name, record(server, token)]));
  return { data: { tokens: own.length === 0 && server.variants.emptyLists === 'null' ? null : tokens } };
}

function record(server: ServerState, token: TokenRecord): Record<string, unknown> {
  const { tokenValues } = server.variants;
  const asText = tokenValues !== 'numbers';
  return {
    name: token.name,
    create_time: asText ? String(token.createTime) : token.createTime,
    expires_at: asText && token.expiresAt !== null ? String(token.expiresAt) : token.expiresAt,
    acls: flags(aclFlags(server.product, tokenAcls(server, token)), tokenValues),
    whitelist_ips: token.whitelistAddresses,
  };
}

/** Rights in the way in which the server writes them. */
function flags(held: Readonly<Record<string, 0 | 1>>, form: 'numbers' | 'texts' | 'booleans'): Record<string, unknown> {
  const written = { numbers: [0, 1], texts: ['0', '1'], booleans: [false, true] }[form];
  return Object.fromEntries(Object.entries(held).map(([acl, value]) => [acl, written[value]]));
}

function createToken(call: ApiCall): ApiOutcome {
  const { server, caller, fleet } = call;
  const name = call.arguments.required('token_name');
  if (!/^[A-Za-z0-9_-]{1,50}$/.test(name)) throw refusal(`“${name}” is not a valid name for an API token.`);
  if (findOwn(server, caller.user, name) !== undefined) {
    throw refusal(`A conflicting API token with the name “${name}” already exists.`);
  }
  if (server.failing.has('api-tokens')) throw refusal('The system could not write the file of the tokens.');
  const acls = chosenAcls(call);
  const whitelist = chosenAddresses(call);
  const expires = Number(call.arguments.optional('expires_at') ?? '0');
  if (!Number.isSafeInteger(expires) || expires < 0) throw refusal('The value of “expires_at” must be a UNIX time.');
  const token: TokenRecord = {
    name,
    token: randomText(() => fleet.random(), TOKEN_ALPHABET, 32),
    user: caller.user,
    acls,
    createTime: Math.floor(fleet.now() / 1000),
    expiresAt: expires === 0 ? null : expires,
    whitelistAddresses: whitelist,
  };
  // Keyed by user as well: two users may have a token of the same name.
  server.tokens.set(caller.user === 'root' ? name : `${caller.user}/${name}`, token);
  const held = tokenAcls(server, token);
  return {
    data: {
      token: token.token,
      name,
      create_time: token.createTime,
      expires_at: token.expiresAt,
      acls: held === null ? aclNames(server.product) : [...held],
      whitelist_ips: token.whitelistAddresses,
    },
  };
}

/**
 * What is not given again is lost: every right of the caller, no expiry (`whm-api/api_token_update.md`). The token's
 * text stays.
 */
function updateToken(call: ApiCall): ApiOutcome {
  const { server, caller, arguments: given } = call;
  const name = given.required('token_name');
  const key = findOwn(server, caller.user, name);
  const token = key === undefined ? undefined : server.tokens.get(key);
  if (key === undefined || token === undefined) throw updateRefusal(`The API token “${name}” does not exist.`);
  const newName = given.optional('new_name') ?? name;
  if (!/^[A-Za-z0-9_-]{1,50}$/.test(newName)) throw updateRefusal(`“${newName}” is not a valid name for an API token.`);
  if (newName !== name && findOwn(server, caller.user, newName) !== undefined) {
    throw updateRefusal(`A conflicting API token with the name “${newName}” already exists.`);
  }
  const expires = Number(given.optional('expires_at') ?? '0');
  if (!Number.isSafeInteger(expires) || expires < 0)
    throw updateRefusal('The value of “expires_at” must be a UNIX time.');
  const addresses = given.all('whitelist_ip');
  const updated: TokenRecord = {
    ...token,
    name: newName,
    acls: chosenAcls(call),
    expiresAt: expires === 0 ? null : expires,
    whitelistAddresses:
      addresses.length === 0 ? token.whitelistAddresses : addresses.includes('any') ? null : chosenAddresses(call),
  };
  server.tokens.delete(key);
  server.tokens.set(caller.user === 'root' ? newName : `${caller.user}/${newName}`, updated);
  const held = tokenAcls(server, updated);
  return {
    data: {
      name: newName,
      create_time: updated.createTime,
      expires_at: updated.expiresAt,
      acls: held === null ? aclNames(server.product) : [...held],
      whitelist_ips: updated.whitelistAddresses,
    },
  };
}

function updateRefusal(why: string): ApiFailure {
  return new ApiFailure(`The system failed to update the API token: ${why}`);
}

/** The list that was asked for, or all of the caller's own rights; never more than these. */
function chosenAcls({ server, caller, arguments: given }: ApiCall): readonly string[] | null {
  const asked = given.all('acl');
  if (asked.length === 0) return caller.acls === null ? null : [...caller.acls];
  const known = aclNames(server.product);
  const bad = asked.filter((acl) => !known.includes(acl) || !holds(caller, acl));
  if (bad.length > 0) throw refusal(`Invalid or unauthorized ACL(s) specified: ${bad.join(', ')}`);
  return asked;
}

function chosenAddresses({ arguments: given }: ApiCall): readonly string[] | null {
  const asked = given.all('whitelist_ip').filter((one) => one !== '');
  if (asked.length === 0) return null;
  if (asked.length > MAX_WHITELIST) throw refusal(`Give at most ${MAX_WHITELIST} IP addresses.`);
  const bad = asked.filter((one) => !isAddressOrRange(one));
  if (bad.length > 0) throw refusal(`Invalid IP address(es) specified: ${bad.join(', ')}`);
  return asked;
}

/** No error for an unknown name: the set-up of a cluster revokes blindly (`whm-protocol 2.3`). */
function revokeTokens({ server, caller, arguments: given }: ApiCall): ApiOutcome {
  given.required(
    given.optional('token_name') === null && given.all('token_name').length > 0 ? 'token_name-0' : 'token_name',
  );
  for (const name of given.all('token_name')) {
    const found = findOwn(server, caller.user, name);
    if (found !== undefined) server.tokens.delete(found);
  }
  return {};
}

function tokenDetails({ server, caller, arguments: given }: ApiCall): ApiOutcome {
  const asked = given.required('token');
  const found = [...server.tokens.values()].find((token) => token.token === asked && token.user === caller.user);
  return { data: { record: found === undefined ? null : record(server, found) } };
}

/** @returns the key of the user's token of that name, or undefined */
function findOwn(server: ServerState, user: string, name: string): string | undefined {
  return [...server.tokens].find(([, token]) => token.name === name && token.user === user)?.[0];
}

/**
 * Whether the address is in a token's allow-list.
 * @param whitelist single addresses and CIDR ranges; null allows every address
 * @param address the client's
 */
export function isAllowedAddress(whitelist: readonly string[] | null, address: string): boolean {
  if (whitelist === null) return true;
  const allowed = new BlockList();
  for (const entry of whitelist) {
    const [network = '', bits] = entry.split('/');
    const family = isIPv4(network) ? 'ipv4' : 'ipv6';
    if (bits === undefined) allowed.addAddress(network, family);
    else allowed.addSubnet(network, Number(bits), family);
  }
  return allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function isAddressOrRange(text: string): boolean {
  const [network = '', bits, ...rest] = text.split('/');
  const family = isIP(network);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function refusal(why: string): ApiFailure {
  return new ApiFailure(`The system failed to create the API token: ${why}`);
}
