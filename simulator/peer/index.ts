/** The protocol by which dnsadmin of one server asks another's (`whm-protocol 5`), by path. */
import type { RequestHandler, Route } from '#simulator/seams.ts';
import { revokeKeys, syncKeys } from './keys.ts';
import {
  getAddresses,
  getAllZones,
  getHostname,
  getPath,
  getZone,
  getZoneList,
  getZones,
  cleanUp,
  nothing,
  reloadAll,
  showVersion,
  zoneExists,
} from './read.ts';
import { quickZoneAdd, reloadZones, removeZone, removeZones, saveZone, syncZones } from './write.ts';

const HANDLERS: readonly (readonly [string, RequestHandler])[] = [
  ['getpath_local', getPath],
  ['getzonelist_local', getZoneList],
  ['getzone_local', getZone],
  ['getzones_local', getZones],
  ['getallzones_local', getAllZones],
  ['zoneexists_local', zoneExists],
  ['getips_local', getAddresses],
  ['showversion', showVersion],
  ['gethostname', getHostname],
  ['savezone_local', saveZone],
  ['quickzoneadd_local', quickZoneAdd],
  ['synczones_local', syncZones],
  ['reloadzones_local', reloadZones],
  ['removezone_local', removeZone],
  ['removezones_local', removeZones],
  ['addzoneconf_local', nothing],
  ['cleandns_local', cleanUp],
  ['reloadbind_local', reloadAll],
  ['reconfigbind_local', reloadAll],
  ['synckeys_local', syncKeys],
  ['revokekeys_local', revokeKeys],
];

/** Routes of the peer protocol; the core has checked the caller and the ACL before. */
export const peerRoutes: ReadonlyMap<string, Route> = new Map(
  HANDLERS.map(([name, handler]) => [`/scripts2/${name}`, { acl: 'clustering', handler }]),
);
