/**
 * `/cgi/configure_remote_nameserver.cgi`: the form that adds or edits a member (`whm-protocol 3.2`, `3.4`). Reading it
 * changes nothing.
 */
import { membersOf } from '#simulator/cluster/members.ts';
import type { MemberEntry } from '#simulator/model.ts';
import type { ModuleField } from '#simulator/variants.ts';
import type { RequestHandler } from '#simulator/seams.ts';
import { BACK_ENDS, isBackEnd } from './back-ends.ts';
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
  const fields = fieldsOf(module, entry, server.variants.moduleFields[module], words);
  const form = `<form id="mainform" method="post" action="activate_remote_nameservers.cgi">
<input type="hidden" name="cluster_user" value="${escapeHtml(found.user)}">
<input type="hidden" name="module" value="${escapeHtml(module)}">
${fields}
${roleField(entry, words)}
<button type="submit">${escapeHtml(words.submit)}</button>
</form>`;
  return page(words, request.caller, title, `${form}\n${back}`);
};

function fieldsOf(
  module: string,
  entry: MemberEntry | null,
  own: readonly ModuleField[] | undefined,
  words: Words,
): string {
  if (module === 'cPanel') return cpanelFields(entry, words);
  return BACK_ENDS.includes(module) ? otherFields(module, entry, words) : outsideFields(entry, own, words);
}

/**
 * Every stored value stands in the form (`whm-protocol 13 C14`); where the module says nothing of its fields, as text.
 */
function outsideFields(entry: MemberEntry | null, own: readonly ModuleField[] | undefined, words: Words): string {
  const stored: Readonly<Record<string, string>> = {
    ...(entry === null || entry.user === '' ? {} : { user: entry.user }),
    ...entry?.moreKeys,
  };
  const fields = own ?? Object.keys(stored).map((name): ModuleField => ({ name, kind: 'text' }));
  return [
    ...fields.map((field) => outsideField(field, stored[field.name] ?? '')),
    checkbox('debug', words.debugMode, entry?.debug ?? false),
  ].join('\n');
}

function outsideField({ name, kind, choices = [] }: ModuleField, value: string): string {
  const label = escapeHtml(name);
  switch (kind) {
    case 'text':
    case 'ip':
      return textField(name, name, value);
    case 'bigtext':
      return `<div><label for="${label}">${label}</label> <textarea id="${label}" name="${label}" rows="4" cols="40">${escapeHtml(value)}</textarea></div>`;
    case 'radio':
      return radios(name, choices, value);
    case 'binary':
      return radios(name, ['1', '0'], value === '1' ? '1' : '0');
  }
}

function radios(name: string, choices: readonly string[], value: string): string {
  const inputs = choices.map(
    (choice) =>
      `<label><input type="radio" name="${escapeHtml(name)}" value="${escapeHtml(choice)}"${choice === value ? ' checked="checked"' : ''}> ${escapeHtml(choice)}</label>`,
  );
  return `<div>${escapeHtml(name)} ${inputs.join(' ')}</div>`;
}

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
