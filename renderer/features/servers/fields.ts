import { hostSchema, portSchema, userSchema } from '#shared/contract/servers.ts';
import type { Topology } from '#shared/domain/topology/topology.ts';

/** What the forms hold while the user types. The token is never among it. */
export interface ServerFields {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly user: string;
  /** Separated by commas. */
  readonly tags: string;
}

export type FieldErrors = Readonly<Partial<Record<keyof ServerFields, string>>>;

export const newServer: ServerFields = { name: '', host: '', port: '2087', user: 'root', tags: '' };

export function parsePort(port: string): number | null {
  const parsed = portSchema.safeParse(/^\d{1,5}$/.test(port.trim()) ? Number(port) : Number.NaN);
  return parsed.success ? parsed.data : null;
}

export function parseTags(tags: string): string[] {
  return [...new Set(tags.split(',').map((tag) => tag.trim()))].filter(Boolean);
}

/**
 * @param self id of the server that is edited; null for a new one
 * @returns a sentence per field that is not right; empty when all are
 */
export function checkFields(fields: ServerFields, topology: Topology, self: string | null): FieldErrors {
  const host = hostSchema.safeParse(fields.host);
  const port = parsePort(fields.port);
  const user = userSchema.safeParse(fields.user);
  const twin =
    host.success && port !== null
      ? Object.values(topology.nodes).find(
          ({ server }) =>
            server !== null &&
            server.id !== self &&
            server.host.toLowerCase() === host.data.toLowerCase() &&
            server.port === port,
        )
      : undefined;
  return {
    ...(host.success ? {} : { host: 'Enter a host name or an IP address, without port or path.' }),
    ...(twin ? { host: `${twin.label} is already in the list with this host and port.` } : {}),
    ...(port === null ? { port: 'Enter a port from 1 to 65535.' } : {}),
    ...(user.success ? {} : { user: 'Enter a WHM user name.' }),
    ...(parseTags(fields.tags).some((tag) => tag.length > 64) ? { tags: 'A tag has at most 64 characters.' } : {}),
  };
}

/** `AB:CD:…` in four lines' worth of groups that can be compared by eye: eight bytes each. */
export function fingerprintGroups(sha256: string): readonly string[] {
  return sha256.match(/(?:[0-9A-F]{2}:?){8}/g)?.map((group) => group.replace(/:$/, '')) ?? [sha256];
}
