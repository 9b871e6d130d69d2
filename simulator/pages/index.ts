/** WHM's own DNS Cluster pages, by path. */
import type { Route } from '../model.ts';
import { changeRole } from './change-role.ts';
import { clusterStatus } from './cluster-status.ts';
import { configureNameserver } from './configure-nameserver.ts';

/** Routes of the pages; the core has checked the caller and the ACL before. */
export const pageRoutes: ReadonlyMap<string, Route> = new Map([
  ['/scripts7/clusterstatus', { acl: 'clustering', handler: clusterStatus }],
  ['/cgi/clusterstatus.cgi', { acl: 'clustering', handler: clusterStatus }],
  ['/cgi/changeclusterdns.cgi', { acl: 'clustering', handler: changeRole }],
  ['/cgi/configure_remote_nameserver.cgi', { acl: 'clustering', handler: configureNameserver }],
]);
