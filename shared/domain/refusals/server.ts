import { lookUp } from '#shared/domain/table.ts';
import type { ServerId } from '#shared/domain/topology/observation.ts';
import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { refusal, type Refusal } from './refusal.ts';

/** What may be done with a server, as far as was read of it; main has the last word in its preview. */

/** Whether Nameward may speak to it at all. */
export function tokenRefusal(topology: Topology, server: ServerId): Refusal | null {
  const node = lookUp(topology.nodes, server);
  return node?.server
    ? null
    : refusal(
        'server.no-token',
        { kind: 'server', id: server },
        `Nameward has no API token for ${node?.label ?? server}.`,
      );
}

/** Whether it can be changed: its token must reach WHM's DNS Cluster pages or run commands. */
export function writingRefusal(topology: Topology, server: ServerId): Refusal | null {
  const missing = tokenRefusal(topology, server);
  if (missing) return missing;
  const node = lookUp(topology.nodes, server);
  const channels = node?.observation?.channels;
  if (!node || channels?.pages.available !== false || channels.command.available !== false) return null;
  return refusal(
    'server.read-only-token',
    { kind: 'server', id: server },
    `${node.label} cannot be changed from here: ${channels.pages.reason ?? 'reason unknown'}`,
  );
}

/** Whether it can be asked now: after a refused token or a changed certificate nothing is sent. */
export function askingRefusal(topology: Topology, { id, label, observation }: TopologyNode): Refusal | null {
  const missing = tokenRefusal(topology, id);
  if (missing) return missing;
  return observation?.contact.state === 'suspended'
    ? refusal('server.suspended', { kind: 'server', id }, `Nothing is sent to ${label} until you try again or edit it.`)
    : null;
}

/** Whether its log can be read. */
export function logRefusal(topology: Topology, { id, observation }: TopologyNode): Refusal | null {
  const missing = tokenRefusal(topology, id);
  if (missing) return missing;
  const command = observation?.channels.command;
  return command?.available === false
    ? refusal(
        'server.no-command',
        { kind: 'server', id },
        `The log is read by command: ${command.reason ?? 'reason unknown'}`,
      )
    : null;
}

/** Whether the log of any of these can be read; what speaks against the first of them where none can. */
export function logsRefusal(topology: Topology, servers: readonly ServerId[]): Refusal | null {
  const refusals = servers.map((id) => {
    const node = lookUp(topology.nodes, id);
    return node ? logRefusal(topology, node) : tokenRefusal(topology, id);
  });
  return refusals.includes(null) ? null : (refusals[0] ?? null);
}

/** Whether it can have resellers at all. */
export function resellersRefusal(topology: Topology, { id, product }: TopologyNode): Refusal | null {
  const missing = tokenRefusal(topology, id);
  if (missing) return missing;
  return product === 'dnsonly'
    ? refusal('server.no-resellers', { kind: 'server', id }, 'A cPanel DNSOnly server has no resellers.')
    : null;
}

/** Whether an API token for an entry can be made on it. */
export function tokenMakingRefusal({ nodes }: Topology, server: ServerId, label: string): Refusal | null {
  const api = lookUp(nodes, server)?.observation?.channels.api;
  return api?.available === false
    ? refusal(
        'server.no-api',
        { kind: 'server', id: server },
        `No token can be made on ${label}: ${api.reason ?? 'reason unknown'}`,
      )
    : null;
}
