/** `/cgi/configure_remote_nameserver.cgi`: the form that adds or edits a member (`whm-protocol 3.2`, `3.4`). Reading it changes nothing. */
import { membersOf } from '../cluster/members.ts';
import type { MemberEntry, RequestHandler } from '../model.ts';
import { isBackEnd } from './back-ends.ts';
import { clusterUserOf } from './cluster-user.ts';
import { escapeHtml, goBack, message, page } from './html.ts';
import { wordsOf, type Words } from './words.ts';

/** Shows the form; with `server` it is filled from the member's file, the stored token included. */
export const configureNameserver: RequestHandler = (request, server) => {
  const words = wordsOf(request.caller.locale);
  const module = request.params.get('module') ?? '';
  const title = words.remoteConfiguration(module);
  const found = clusterUserOf(request, server);
  if ('invalid' in found) {
    return page(words, request.caller, words.dnsCluster, message('errormsg', words.invalidUser(found.invalid)));
  }
  const back = goBack(words, found.user);
  if (!isBackEnd(server, module)) {
    return page(
      words,
      request.caller,
      words.dnsCluster,
      `${message('errormsg', words.invalidModule(module))}\n${back}`,
    );
  }
  const entry = membersOf(server, found.user).get(request.params.get('server') ?? '') ?? null;
  const fields = module === 'cPanel' ? cpanelFields(entry, words) : otherFields(module, entry, words);
  const form = `<form id="mainform" method="post" action="activate_remote_nameservers.cgi">
<input type="hidden" name="cluster_user" value="${escapeHtml(found.user)}">
<input type="hidden" name="module" value="${escapeHtml(module)}">
${fields}
${roleField(entry, words)}
<button type="submit">${escapeHtml(words.submit)}</button>
</form>`;
  return page(words, request.caller, title, `${form}\n${back}`);
};

function cpanelFields(entry: MemberEntry | null, words: Words): string {
  return [
    textField('host', words.remoteHost, entry?.address ?? ''),
    textField('user', words.remoteUser, entry?.user ?? ''),
    `<div><label for="pass">${escapeHtml(words.remoteToken)}</label> <textarea id="pass" name="pass" rows="2" cols="40">${escapeHtml(entry?.token ?? '')}</textarea></div>`,
    checkbox('recurse', words.reverseTrust, true),
    checkbox('synczones', words.synchronizeNow, true),
    checkbox('debug', words.debugMode, entry?.debug ?? false),
  ].join('\n');
}

function otherFields(module: string, entry: MemberEntry | null, words: Words): string {
  const chosen = entry?.nsConfig ?? 'default';
  const configurations = ['force', 'ensure', 'default']
    .map((name) => `<option${name === chosen ? ' selected="selected"' : ''}>${name}</option>`)
    .join('');
  return [
    textField('user', words.remoteUser, entry?.user ?? ''),
    textField('apikey', words.remoteToken, entry?.token ?? ''),
    ...Object.entries(entry?.moreKeys ?? {}).map(([key, value]) => textField(key, key, value)),
    module === 'SoftLayer'
      ? `<div><label for="ns_config">ns_config</label> <select id="ns_config" name="ns_config">${configurations}</select></div>`
      : '',
    checkbox('debug', words.debugMode, entry?.debug ?? false),
  ].join('\n');
}

function textField(name: string, label: string, value: string): string {
  return `<div><label for="${name}">${escapeHtml(label)}</label> <input type="text" id="${name}" name="${name}" value="${escapeHtml(value)}"></div>`;
}

function checkbox(name: string, label: string, checked: boolean): string {
  return `<div><input type="checkbox" id="${name}" name="${name}" value="on"${checked ? ' checked="checked"' : ''}> <label for="${name}">${escapeHtml(label)}</label></div>`;
}

function roleField(entry: MemberEntry | null, words: Words): string {
  const choices = (['standalone', 'sync', 'write-only'] as const)
    .map(
      (role) =>
        `<option value="${role}"${role === (entry?.role ?? 'standalone') ? ' selected="selected"' : ''}>${escapeHtml(words.roles[role])}</option>`,
    )
    .join('');
  return `<div><label for="dnsrole">${escapeHtml(words.columns[6])}</label> <select id="dnsrole" name="dnsrole">${choices}</select></div>`;
}
