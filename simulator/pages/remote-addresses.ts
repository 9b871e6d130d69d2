/** `/scripts6/editremoteipslist`, 'Configure Remote Service IPs' (`whm-protocol 2.12`): edits `/etc/ips.remotedns`. Its structure is inferred. */
import { isIP } from 'node:net';
import type { RequestHandler, SimulatedResponse } from '../model.ts';
import { escapeHtml, message, page } from './html.ts';
import { wordsOf } from './words.ts';

/** GET shows the form; POST replaces the list by the lines of the field `remotedns`, all or none. */
export const remoteAddresses: RequestHandler = (request, server) => {
  const words = wordsOf(request.caller.locale);
  const list = server.trustedAddresses.remotedns;
  const done = (note: string): SimulatedResponse =>
    page(
      words,
      request.caller,
      words.remoteAddresses,
      `${note}<form id="remote_ips_form" method="post" action="editremoteipslist">
<div><label for="remotedns">${escapeHtml(words.remoteNameservers)}</label> <textarea id="remotedns" name="remotedns" rows="10" cols="40">${escapeHtml(list.join('\n'))}</textarea></div>
<button type="submit">${escapeHtml(words.save)}</button>
</form>`,
    );
  const given = request.params.get('remotedns');
  if (request.method !== 'POST' || given === null) return done('');
  const lines = given
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const bad = lines.find((line) => isIP(line) === 0);
  if (bad !== undefined) return done(message('errormsg', words.invalidAddress(bad)));
  list.splice(0, list.length, ...new Set(lines));
  return done(message('okmsg', words.saved));
};
