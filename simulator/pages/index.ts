/** WHM's own DNS Cluster pages, by path. */
import type { Route } from '#simulator/seams.ts';
import { activate } from './activate.ts';
import { changeRole } from './change-role.ts';
import { clusterStatus } from './cluster-status.ts';
import { configureNameserver } from './configure-nameserver.ts';
import { enableServer, removeServer } from './member-actions.ts';
import { monitorMember, restartMember, upgradeMember } from './peer-actions.ts';
import { remoteAddresses } from './remote-addresses.ts';
import { adjustClustering, adjustOptions, adjustUnique } from './settings.ts';
import { synchronizeRecords } from './synchronize.ts';
import { trustMaster } from './trust-master.ts';

/**
 * Routes of the pages; the core has checked the caller and the ACL before. Method does not matter (`whm-protocol 3.1`).
 */
export const pageRoutes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/scripts7/clusterstatus', { acl: 'clustering', handler: clusterStatus }],
  ['/cgi/clusterstatus.cgi', { acl: 'clustering', handler: clusterStatus }],
  ['/cgi/configure_remote_nameserver.cgi', { acl: 'clustering', handler: configureNameserver }],
  ['/cgi/adjustclusterdns.cgi', { acl: 'root', writes: true, handler: adjustClustering }],
  ['/cgi/adjustclusteroptions.cgi', { acl: 'root', writes: true, handler: adjustOptions }],
  ['/cgi/adjustuniquedns.cgi', { acl: 'clustering', writes: true, handler: adjustUnique }],
  ['/cgi/changeclusterdns.cgi', { acl: 'clustering', writes: true, handler: changeRole }],
  ['/cgi/remclusterserver.cgi', { acl: 'clustering', writes: true, handler: removeServer }],
  ['/cgi/enableclusterserver.cgi', { acl: 'root', writes: true, handler: enableServer }],
  ['/cgi/activate_remote_nameservers.cgi', { acl: 'clustering', writes: true, handler: activate }],
  ['/cgi/trustclustermaster.cgi', { acl: 'clustering', writes: true, handler: trustMaster }],
  ['/scripts7/restartclustermember', { acl: 'clustering', writes: true, handler: restartMember }],
  ['/scripts7/monitorclustermember', { acl: 'clustering', writes: true, handler: monitorMember }],
  ['/scripts7/upgradeclustermember', { acl: 'clustering', writes: true, handler: upgradeMember }],
  ['/scripts/makesec', { acl: 'root', shut: true, writes: true, handler: synchronizeRecords }],
  ['/scripts6/editremoteipslist', { acl: 'root', shut: true, writes: true, handler: remoteAddresses }],
]);
