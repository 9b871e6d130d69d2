/** Keys of zones between peers (`whm-protocol 5`). */
import type { RequestHandler } from '#simulator/seams.ts';
import { readKey } from '#simulator/zone/dnssec.ts';
import { plain } from './read.ts';

/** Stores the keys of a zone, given as `tag=key`; a server that cannot do DNSSEC keeps none. */
export const syncKeys: RequestHandler = (request, server, fleet) => {
  const zone = request.params.get('zone') ?? '';
  if (server.nameserver !== 'powerdns' || !server.zones.has(zone)) {
    return plain(`Unable to sync keys for zone: “${zone}” on ${server.hostname}.\n`);
  }
  const texts = [...request.params].filter(([name]) => /^\d+$/.test(name)).map(([, text]) => text);
  server.dnssecKeys.set(
    zone,
    texts.flatMap((text, at) => readKey(text, at + 1, Math.floor(fleet.now() / 1000)) ?? []),
  );
  return plain(`Keys of ${zone} have been synchronized.\n`);
};

/** Takes keys of a zone away: those of the given tags, all without. */
export const revokeKeys: RequestHandler = (request, server) => {
  const zone = request.params.get('zone') ?? '';
  const tags = [...request.params.keys()].filter((name) => /^\d+$/.test(name)).map(Number);
  const left = (server.dnssecKeys.get(zone) ?? []).filter((key) => tags.length > 0 && !tags.includes(key.tag));
  if (left.length === 0) server.dnssecKeys.delete(zone);
  else server.dnssecKeys.set(zone, left);
  return plain(`Keys of ${zone} have been revoked.\n`);
};
