import { storeMember, setUniqueClustering, writeRole } from '#simulator/cluster/membership.ts';
import type { MemberEntry, Role, ServerState } from '#simulator/model.ts';
import { addLink, copyZones, rememberPolls } from './link.ts';
import { addServer, addToken, type FleetDraft } from './server-state.ts';
import { addZones } from './zone-names.ts';

const RIGHTS = ['clustering', 'basic-whm-functions', 'create-user-session', 'manage-dns-records', 'manage-api-tokens'];
const SILENT = { now: () => 0, emit: () => undefined };

/**
 * Two web servers with resellers (`whm-protocol 4`, `8`), tokens open pages on web1 and not on web2. Root has ns1
 * (sync) and ns2 (standalone) on both. `hostco` has the ACL and root's cluster; `agency` has unique clustering: ns2 by
 * sync, which he may choose as root's is standalone, and ns3, which is his alone, standalone; `shopkeeper` lacks the
 * ACL. Each has two zones and a token `nameward`.
 */
export function fillResellers(draft: FleetDraft): void {
  const nameservers = ['ns1', 'ns2', 'ns3'].map((id) =>
    addServer(draft, { id, hostname: `${id}.resellers.example`, product: 'dnsonly' }),
  );
  const [ns1, ns2, ns3] = nameservers as [ServerState, ServerState, ServerState];
  for (const [id, tokenPages] of [
    ['web1', 'accepted'],
    ['web2', 'refused'],
  ] as const) {
    const web = addServer(draft, { id, hostname: `${id}.resellers.example`, product: 'cpanel', tokenPages });
    addZones(draft, web, 8, [ns1.hostname, ns2.hostname]);
    addLink(draft, web, ns1, { role: 'sync' });
    const ofRoot = addLink(draft, web, ns2, { role: 'standalone' });
    copyZones(web, ns1);
    addResellers(draft, web);
    setUniqueClustering(web, 'agency', true);
    addOwn(draft, web, ns2, 'sync', ofRoot);
    addOwn(draft, web, ns3, 'standalone', null);
  }
  rememberPolls(draft);
}

function addResellers(draft: FleetDraft, web: ServerState): void {
  const zones = [...web.zones.keys()];
  for (const [at, name] of ['hostco', 'agency', 'shopkeeper'].entries()) {
    web.users.set(name, { acls: name === 'shopkeeper' ? RIGHTS.filter((right) => right !== 'clustering') : RIGHTS });
    addToken(draft, web, 'nameward', { acls: null, age: 86_400, expiresAt: null, user: name });
    for (const zone of zones.slice(2 * at, 2 * at + 2)) web.zoneOwners.set(zone, name);
  }
}

/** An entry of agency's own; with root's token where root has the member too. */
function addOwn(draft: FleetDraft, web: ServerState, to: ServerState, role: Role, ofRoot: MemberEntry | null): void {
  const token =
    ofRoot?.token ??
    addToken(draft, to, `agency_${web.id}`, { acls: ['clustering'], age: 86_400, expiresAt: null }).token;
  const config = { address: to.address, user: 'root', host: to.hostname, token, module: 'cPanel', debug: false };
  storeMember(web, 'agency', config, false, SILENT);
  writeRole(web, 'agency', to.address, role, SILENT);
}
