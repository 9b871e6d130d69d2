/** cPHulk, as far as an address of one's own is let in again (`whm-protocol 2.11`): tokens are never subject to it. */
import { isIP } from 'node:net';
import { ApiException, ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';

export const bruteForceFunctions: readonly ApiFunction[] = [
  { name: 'cphulk_status', acls: ['all'], dnsonly: true, run: status },
  { name: 'create_cphulk_record', acls: ['all'], dnsonly: true, run: createRecord },
];

function status({ server }: ApiCall): ApiOutcome {
  return { data: { service: 'cPHulk', is_enabled: server.cphulk.enabled ? 1 : 0 } };
}

/**
 * Fields as on cPanel's API page, 11.138. An address goes from one list to the other; no login is ever blocked here, so
 * none is set free.
 */
function createRecord(call: ApiCall): ApiOutcome {
  const { server, address, arguments: given } = call;
  const list = given.required('list_name');
  if (list !== 'white' && list !== 'black') throw new ApiException(`“${list}” is not a list: give white or black.`);
  const addresses = given.all('ip');
  if (addresses.length === 0) throw new ApiException('Provide at least one “ip” argument.');
  if (!server.cphulk.enabled && !given.flag('skip_enabled_check')) {
    throw new ApiFailure('cPHulk is disabled on the server.');
  }
  const added = addresses.filter(isAddressOrRange);
  for (const one of added) {
    server.cphulk[list === 'white' ? 'black' : 'white'].delete(one);
    server.cphulk[list].add(one);
  }
  const failed = addresses.filter((one) => !isAddressOrRange(one));
  return {
    data: {
      list_name: list,
      ips_added: added,
      ips_failed: Object.fromEntries(failed.map((one) => [one, `Invalid IP address or range: "${one}"`])),
      comment: given.optional('comment') ?? '',
      requester_ip: address,
      requester_ip_is_whitelisted: server.cphulk.white.has(address) ? 1 : 0,
      ip_blocks_removed: 0,
      iptable_bans_removed: 0,
    },
  };
}

function isAddressOrRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
