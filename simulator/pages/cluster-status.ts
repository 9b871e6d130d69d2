/** `/scripts7/clusterstatus`, the page that lists a server's members (`whm-protocol 3.3`). */
import type { FleetContext, MemberEntry, RequestHandler, ServerState, SimulatedRequest } from '../model.ts';
import { clusterUserOf, isRootLike } from './cluster-user.ts';
import { dnsTree } from './dns-tree.ts';
import { escapeHtml, message, page } from './html.ts';
import { memberTable } from './member-table.ts';
import { BACK_ENDS } from './back-ends.ts';
import { wordsOf, type Words } from './words.ts';

/** Age at which a cached state no longer counts, and the time after which opening the page refreshes it (`whm-protocol 3.3`). */
const STATE_SECONDS = 24 * 3600;
const REFRESH_AFTER_MS = 5000;

/** Shows the members with their cached states, and has the states refreshed a little later: the second load is the fresh one. */
export const clusterStatus: RequestHandler = async (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const done = (body: string) => page(words, request.caller, words.dnsCluster, body);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) return done(message('errormsg', words.invalidUser(found.invalid)));
  const asRoot = found.user === 'root';
  if (!server.cluster.enabled && !asRoot) return done(message('errormsg', words.askAdministrator));

  const [stray] = server.cluster.strayRoles.keys();
  // A role file without a config file ends the page (`whm-protocol 4`).
  if (stray !== undefined) return done(message('errormsg', words.noSuchMember(stray, 'root')));

  const members = [...server.cluster.members.values()].filter((entry) => entry.role !== null);
  await fillStates(server, members, fleet);
  const parts = [
    isRootLike(request.caller) ? userForm(server, found.user, words) : '',
    toggleForm(server, found.user, words),
    asRoot && server.cluster.enabled ? optionsForm(server, words) : '',
    server.cluster.enabled ? addForm(request, found.user, words) : '',
    server.cluster.enabled ? memberTable(server, members, { words, clusterUser: found.user, editable: asRoot }) : '',
    server.cluster.enabled ? await dnsTree(server, fleet) : '',
  ];
  for (const entry of members) {
    if (entry.module === 'cPanel') fleet.cluster.schedulePoll(server, entry.address, REFRESH_AFTER_MS);
  }
  return done(parts.filter((part) => part !== '').join('\n'));
};

async function fillStates(server: ServerState, members: readonly MemberEntry[], fleet: FleetContext): Promise<void> {
  const oldest = fleet.now() / 1000 - STATE_SECONDS;
  const missing = members.filter(
    (entry) => entry.module === 'cPanel' && (entry.state === null || entry.state.at < oldest),
  );
  await Promise.all(missing.map((entry) => fleet.cluster.pollMember(server, entry.address)));
}

function userForm(server: ServerState, clusterUser: string, words: Words): string {
  const choices = [...server.users.keys()]
    .map((user) => `<option${user === clusterUser ? ' selected="selected"' : ''}>${escapeHtml(user)}</option>`)
    .join('');
  return `<form id="cluster_user_form" method="get" action="clusterstatus"><label for="cluster_user">${escapeHtml(words.managingAs)}</label> <select id="cluster_user" name="cluster_user">${choices}</select></form>`;
}

function toggleForm(server: ServerState, clusterUser: string, words: Words): string {
  const asRoot = clusterUser === 'root';
  // A reseller's button is about the cluster of his own, which none has here yet.
  const on = asRoot && server.cluster.enabled;
  const action = asRoot ? '../cgi/adjustclusterdns.cgi' : '../cgi/adjustuniquedns.cgi';
  const text = asRoot ? words.toggleClustering(on) : words.toggleUnique(clusterUser);
  return `<div class="clusteringstatus">${escapeHtml(words.clusteringIs(server.cluster.enabled))}</div>
<form id="toggle_clustering_form" method="get" action="${action}"><input type="hidden" name="cluster_user" value="${escapeHtml(clusterUser)}"><button id="toggle_clustering_submit" class="btn btn-primary" type="submit" name="clusterdns" value="${on ? '' : '1'}">${escapeHtml(text)}</button></form>`;
}

function optionsForm(server: ServerState, words: Words): string {
  const { threshold, notifications } = server.cluster;
  const control = threshold === 10 ? 'default' : threshold === 0 ? 'disabled' : 'custom';
  const radio = (id: string, value: string, text: string, more = ''): string =>
    `<div><input type="radio" id="${id}" name="autodisablethreshold_control" value="${value}"${value === control ? ' checked="checked"' : ''}> <label for="${id}">${escapeHtml(text)}</label>${more}</div>`;
  const number = ` <input type="text" id="threshold" name="autodisablethreshold" size="4" value="${control === 'custom' ? String(threshold) : ''}">`;
  return `<form id="cluster_opts_form" method="get" action="../cgi/adjustclusteroptions.cgi">
<h3>${escapeHtml(words.threshold)}</h3>
<input type="hidden" name="cluster_user" value="root">
${radio('cluster_opts_adt_default', 'default', words.thresholdDefault)}
${radio('cluster_opts_adt_custom', 'custom', words.thresholdCustom, number)}
${radio('cluster_opts_adt_maxgo', 'disabled', words.thresholdNever)}
<div><input type="checkbox" id="notify" name="cluster_failure_notifications" value="1"${notifications ? ' checked="checked"' : ''}> <label for="notify">${escapeHtml(words.notify)}</label></div>
<button type="submit">${escapeHtml(words.change)}</button>
</form>`;
}

function addForm(request: SimulatedRequest, clusterUser: string, words: Words): string {
  // SoftLayer and VPSNET are for licenses of certain companies only, unless this is given (`whm-protocol 3.6`).
  const every = request.params.get('skip_companyid_check') === '1';
  const choices = BACK_ENDS.filter((name) => every || name === 'cPanel')
    .map((name) => `<option value="${name}">${name}</option>`)
    .join('');
  return `<form id="mainform" method="get" action="../cgi/configure_remote_nameserver.cgi">
<h3>${escapeHtml(words.addServer)}</h3>
<input type="hidden" name="cluster_user" value="${escapeHtml(clusterUser)}">
<label for="module">${escapeHtml(words.backendType)}</label> <select id="module" name="module">${choices}</select>
<button type="submit">${escapeHtml(words.configure)}</button>
</form>`;
}
