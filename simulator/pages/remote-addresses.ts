/**
 * `/scripts6/editremoteipslist`, 'Configure Remote Service IPs' (`whm-protocol 2.12`): edits `/etc/ips.remotedns` and
 * `/etc/ips.remotemail`. Its structure is inferred.
 */
import { isIP } from 'node:net';
import type { RequestHandler, SimulatedRequest, SimulatedResponse } from '#simulator/seams.ts';
import { escapeHtml, message, page } from './html.ts';
import { wordsOf, type Words } from './words.ts';

const LISTS = ['remotedns', 'remotemail'] as const;
type List = (typeof LISTS)[number];

/** GET shows the form; POST replaces both lists by the lines of their fields, all or none. */
export const remoteAddresses: RequestHandler = (request, server) => {
  const words = wordsOf(request.caller.locale);
  const { trustedAddresses } = server;
  const done = (note: string): SimulatedResponse => {
    const fields = LISTS.map((list) => field(list, trustedAddresses[list], words));
    const form = `<form id="remote_ips_form" method="post" action="editremoteipslist">
${fields.join('\n')}
<button type="submit">${escapeHtml(words.save)}</button>
</form>`;
    return page(words, request.caller, words.remoteAddresses, `${note}${form}`);
  };
  if (request.method !== 'POST' || !LISTS.some((list) => request.params.has(list))) return done('');
  const given = LISTS.map((list) => [list, linesOf(request, list)] as const);
  const bad = given.flatMap(([, lines]) => lines).find((line) => isIP(line) === 0);
  if (bad !== undefined) return done(message('errormsg', words.invalidAddress(bad)));
  for (const [list, lines] of given) trustedAddresses[list].splice(0, Infinity, ...new Set(lines));
  return done(message('okmsg', words.saved));
};

function linesOf(request: SimulatedRequest, list: List): readonly string[] {
  const lines = (request.params.get(list) ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

function field(list: List, addresses: readonly string[], words: Words): string {
  const label = list === 'remotedns' ? words.remoteNameservers : words.remoteMailServers;
  const text = escapeHtml(addresses.join('\n'));
  return `<div><label for="${list}">${escapeHtml(label)}</label> <textarea id="${list}" name="${list}" rows="10" cols="40">${text}</textarea></div>`;
}
