/**
 * `/scripts/makesec`, 'Synchronize DNS Records' (`whm-protocol 3.2`). Its messages are known, its structure is
 * inferred.
 */
import { listedMembers } from '#simulator/cluster/members.ts';
import { UnknownZone } from '#simulator/cluster/synchronize.ts';
import type { MemberEntry, ServerState } from '#simulator/model.ts';
import type { RequestHandler, SimulatedResponse } from '#simulator/seams.ts';
import { escapeHtml, message, page } from './html.ts';
import { wordsOf, type Words } from './words.ts';

type Choice = keyof Words['synchronizeChoices'];
const CHOICES: readonly Choice[] = ['one_local', 'all_local', 'one_zone', 'all_zones'];

/** Without a choice the form; with one the synchronization, awaited, and a line per zone. */
export const synchronizeRecords: RequestHandler = async (request, server, fleet) => {
  const words = wordsOf(request.caller.locale);
  const done = (body: string): SimulatedResponse => page(words, request.caller, words.synchronizeRecords, body);
  const asked = request.params.get('sync_zones');
  const choice = CHOICES.find((one) => one === asked);
  if (choice === undefined) return done(form(server, words));
  const zone = request.params.get(choice === 'one_local' ? 'onezonelocal' : 'onezone') ?? '';
  const everything = choice === 'all_local' || choice === 'all_zones';
  try {
    const found = await fleet.cluster.synchronize(server, {
      zones: everything ? null : [zone],
      full: request.params.get('all_domains') === '1',
      scope: choice === 'one_local' || choice === 'all_local' ? 'local' : 'all',
      user: 'root',
    });
    const where = choice === 'one_local' || choice === 'all_local' ? 'this server' : 'all machines in cluster';
    const lines = found.zones.map((name) => `Syncing ${name} to ${where}...Done`);
    const output = server.variants.synchronization.says ?? lines.join('\n');
    return done(`${warnings(server, found.dead, words)}\n<pre id="sync_output">${escapeHtml(output)}</pre>`);
  } catch (error) {
    if (!(error instanceof UnknownZone)) throw error;
    return done(`${message('errormsg', error.message)}\n${warnings(server, [], words)}`);
  }
};

function form(server: ServerState, words: Words): string {
  const zones = [...server.zones.keys()].map((name) => `<option>${escapeHtml(name)}</option>`).join('');
  const fields = CHOICES.map((choice) => {
    const select =
      choice === 'one_local' || choice === 'one_zone'
        ? ` <select name="${choice === 'one_local' ? 'onezonelocal' : 'onezone'}">${zones}</select>`
        : '';
    return `<div><input type="radio" id="${choice}" name="sync_zones" value="${choice}"> <label for="${choice}">${escapeHtml(words.synchronizeChoices[choice])}</label>${select}</div>`;
  });
  return `${warnings(server, [], words)}
<form id="sync_form" method="post" action="makesec">
${fields.join('\n')}
<div><input type="checkbox" id="all_domains" name="all_domains" value="1"> <label for="all_domains">${escapeHtml(words.allDomains)}</label></div>
<button type="submit">${escapeHtml(words.submit)}</button>
</form>`;
}

/**
 * Members that the synchronization does not reach, or that cannot serve what this server can; the states are the cached
 * ones.
 */
function warnings(server: ServerState, dead: readonly string[], words: Words): string {
  const members = server.cluster.enabled ? listedMembers(server, 'root').filter((one) => one.module === 'cPanel') : [];
  const hosts = (which: (entry: MemberEntry) => boolean): readonly string[] =>
    members.filter(which).map((entry) => entry.host);
  const silent = new Set([...dead, ...hosts((entry) => !entry.down && (entry.state?.error ?? null) !== null)]);
  const canDnssec = server.nameserver === 'powerdns';
  return [
    list('dead_peers', words.deadPeers, [...silent]),
    list(
      'peer_zonetrap',
      words.peerZoneTrap,
      hosts((entry) => server.zoneTraps.has(entry.address)),
    ),
    list(
      'disabled_peers',
      words.disabledPeers,
      hosts((entry) => entry.down),
    ),
    list(
      'peers_without_dnssec',
      words.peersWithoutDnssec,
      canDnssec ? hosts((entry) => entry.state?.error === null && entry.state.nameserver !== 'powerdns') : [],
    ),
  ].join('');
}

function list(id: string, text: string, hosts: readonly string[]): string {
  if (hosts.length === 0) return '';
  const items = hosts.map((host) => `<li>${escapeHtml(host)}</li>`).join('');
  return `<div id="${id}" class="warningmsg">${escapeHtml(text)}<ul>${items}</ul></div>\n`;
}
