import type { ServerState } from '#simulator/model.ts';
import { addLink, copyZones, rememberPolls } from './link.ts';
import { addServer, type FleetDraft } from './server-state.ts';
import { addZones } from './zone-names.ts';

/** Servers that are always there beside the web servers: ns1, ns2, ns3, alone1, alone2. */
const OTHERS = 5;
const ZONES = 5;

/** Servers of a fleet of pairs when no number is asked for: twelve web servers. */
export const PAIRS_SERVERS = 12 + OTHERS;

/**
 * A fleet without any trouble, for changes: web1, web2 … write to ns1 (DNSOnly) and ns2 (cPanel & WHM, with the entries
 * back), ns3 (DNSOnly) is nobody's member yet, and alone1 and alone2 (cPanel & WHM) know nobody. Tokens open pages on
 * every other server. All run PowerDNS and one version.
 * @param count 6 or more servers in all
 */
export function fillPairs(draft: FleetDraft, count: number): void {
  if (count <= OTHERS) throw new Error(`the scenario "pairs" has at least ${String(OTHERS + 1)} servers`);
  const add = (id: string, product: ServerState['product'], at: number): ServerState =>
    addServer(draft, {
      id,
      hostname: `${id}.pairs.example`,
      product,
      tokenPages: at % 2 === 0 ? 'accepted' : 'refused',
    });
  const webs = Array.from({ length: count - OTHERS }, (_, at) => add(`web${String(at + 1)}`, 'cpanel', at));
  const ns1 = add('ns1', 'dnsonly', 0);
  const ns2 = add('ns2', 'cpanel', 1);
  add('ns3', 'dnsonly', 1);
  const alone = [add('alone1', 'cpanel', 0), add('alone2', 'cpanel', 1)];
  for (const server of [...webs, ...alone]) addZones(draft, server, ZONES, [ns1.hostname, ns2.hostname]);
  for (const web of webs) {
    addLink(draft, web, ns1, { role: 'sync' });
    addLink(draft, web, ns2, { role: 'sync' });
    addLink(draft, ns2, web, { role: 'standalone' });
    copyZones(web, ns1);
    copyZones(web, ns2);
  }
  rememberPolls(draft);
}
