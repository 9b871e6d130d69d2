/** Resellers and lists of rights (`whm-protocol 2.5`). */
import { aclNames } from './acls.ts';
import { ApiFailure, type ApiCall, type ApiFunction, type ApiOutcome } from './call.ts';

export const resellerFunctions: readonly ApiFunction[] = [
  { name: 'listresellers', acls: ['all'], dnsonly: false, run: listResellers },
  { name: 'listacls', acls: ['all'], dnsonly: false, run: listAcls },
  { name: 'saveacllist', acls: ['all'], dnsonly: false, run: saveAclList },
  { name: 'setacls', acls: ['all'], dnsonly: false, run: setAcls },
];

function listResellers({ server }: ApiCall): ApiOutcome {
  const reseller = [...server.users.keys()].filter((user) => user !== 'root').toSorted();
  return { data: { reseller }, list: 'reseller' };
}

function listAcls({ server }: ApiCall): ApiOutcome {
  const names = aclNames(server.product);
  const acl = [...server.aclLists].map(([name, held]) => ({
    name,
    privileges: Object.fromEntries(names.map((one) => [one, held.includes(one) ? 1 : 0])),
  }));
  return { data: { acl }, list: 'acl' };
}

function saveAclList(call: ApiCall): ApiOutcome {
  const name = call.arguments.required('acllist');
  call.server.aclLists.set(name, chosen(call));
  return { data: { acllist: name } };
}

/** Replaces every right of the reseller by a stored list or by those that are given. */
function setAcls(call: ApiCall): ApiOutcome {
  const { server, arguments: given } = call;
  const reseller = given.required('reseller');
  if (reseller === 'root' || !server.users.has(reseller)) throw new ApiFailure(`“${reseller}” is not a reseller.`);
  const list = given.optional('acllist');
  const stored = list === null ? chosen(call) : server.aclLists.get(list);
  if (stored === undefined) throw new ApiFailure(`The ACL list “${list ?? ''}” does not exist.`);
  server.users.set(reseller, { ...server.users.get(reseller), acls: stored });
  return {};
}

/** The arguments `acl-NAME` that are 1. */
function chosen({ server, arguments: given }: ApiCall): readonly string[] {
  return aclNames(server.product).filter((acl) => given.flag(`acl-${acl}`));
}
