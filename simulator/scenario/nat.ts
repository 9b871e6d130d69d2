import type { ServerState } from '#simulator/model.ts';
import { addLink, copyZones, rememberPolls } from './link.ts';
import { addServer, type FleetDraft } from './server-state.ts';
import { addZones } from './zone-names.ts';

/**
 * Servers behind NAT (`whm-protocol 2.1`, `3.5`, `10`): web1 has its entry back on ns2 under its public address; web2
 * has none, as when the stock set-up sent the private one; web3 is not linked yet; web4 stands in the open. ns1 is
 * DNSOnly, ns2 cPanel & WHM.
 */
export function fillNat(draft: FleetDraft): void {
  const add = (id: string, product: ServerState['product'], nat: boolean): ServerState =>
    addServer(draft, { id, hostname: `${id}.nat.example`, product, nat });
  const ns1 = add('ns1', 'dnsonly', false);
  const ns2 = add('ns2', 'cpanel', false);
  const [web1, web2, web3] = [add('web1', 'cpanel', true), add('web2', 'cpanel', true), add('web3', 'cpanel', true)];
  const web4 = add('web4', 'cpanel', false);
  for (const web of [web1, web2, web3, web4]) addZones(draft, web, 5, [ns1.hostname, ns2.hostname]);
  for (const web of [web1, web2, web4]) {
    addLink(draft, web, ns1, { role: 'sync' });
    addLink(draft, web, ns2, { role: 'sync' });
    copyZones(web, ns1);
    copyZones(web, ns2);
  }
  addLink(draft, ns2, web1, { role: 'standalone' });
  addLink(draft, ns2, web4, { role: 'standalone' });
  rememberPolls(draft);
}
