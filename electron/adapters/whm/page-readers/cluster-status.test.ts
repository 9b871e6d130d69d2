import { describe, expect, it } from 'vitest';
import { createRedaction } from '#electron/adapters/whm/redaction.ts';
import { readStatusPage } from './cluster-status.ts';
import { parsePage } from './html.ts';
import { redactedReading } from './page-text.ts';

const sentinel = 'SENTINEL0TOKEN0SENTINEL0TOKEN000';
const read = (html: string) =>
  redactedReading(
    readStatusPage(parsePage(html)),
    createRedaction(() => [sentinel]),
  );

const toggle = (value: string): string =>
  `<form id="toggle_clustering_form" action="../cgi/adjustclusterdns.cgi"><button id="toggle_clustering_submit" name="clusterdns" value="${value}">x</button></form>`;
const addForm =
  '<form id="mainform" action="../cgi/configure_remote_nameserver.cgi"><select id="module"></select></form>';
const options = (checked: string, threshold = ''): string =>
  `<form id="cluster_opts_form">${['default', 'custom', 'maxgo']
    .map((name) => `<input type=radio id=cluster_opts_adt_${name} ${name === checked ? 'checked' : ''}>`)
    .join('')}<input id=threshold value="${threshold}"><input type=checkbox id=notify checked></form>`;

interface Row {
  readonly address?: string;
  readonly status?: string;
  readonly role?: string;
  readonly action?: string;
  readonly hostname?: string;
  readonly software?: string;
}

const select = (role: string): string =>
  `<form><select name=dnsrole>${['standalone', 'sync', 'write-only'].map((one) => `<option value="${one}" ${one === role ? 'selected' : ''}>wort</option>`).join('')}</select></form>`;
const remove = '<a href="../cgi/remclusterserver.cgi?server=192.0.2.7">x</a>';

function row({
  address = '192.0.2.7',
  status = '11.126.0.28 <img src="green-status.png" title="Server Active">',
  role = select('sync'),
  action = remove,
  hostname = 'ns1.example.net',
  software = 'powerdns',
}: Row = {}): string {
  return `<tr id="${address}_row"><td class="hostname">${hostname}</td><td class="host">${address}</td><td class="user">root</td><td class="module">cPanel</td><td class="serverstatus">${status}</td><td class="dnsserver">${software}</td><td class="role">${role}</td><td class="action">${action}</td></tr>`;
}

const table = (...rows: string[]): string =>
  `${toggle('')}${options('default')}${addForm}<table id="sltbl"><thead><tr><th>x</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;

function record(changes: Row) {
  const page = read(table(row(changes)));
  if (page.kind !== 'list' || page.reading.members.records[0] === undefined) throw new Error(page.kind);
  return page.reading.members.records[0];
}

describe('clusterstatus', () => {
  it('reads a member', () => {
    expect(record({})).toEqual({
      address: '192.0.2.7',
      hostname: 'ns1.example.net',
      polledHostname: null,
      user: 'root',
      module: 'cPanel',
      role: 'sync',
      roleText: null,
      disabled: false,
      status: 'active',
      statusText: '11.126.0.28',
      version: '11.126.0.28',
      nameserver: 'powerdns',
      reverseTrust: null,
      debug: null,
      inherited: false,
    });
  });

  it('reads the settings', () => {
    const clustering = (html: string) => {
      const page = read(html + addForm);
      return page.kind === 'list' ? page.reading.clustering : page.kind;
    };
    expect(clustering(toggle('') + options('default'))).toEqual({ enabled: true, threshold: 10, notify: true });
    expect(clustering(toggle('') + options('custom', '25'))).toEqual({ enabled: true, threshold: 25, notify: true });
    expect(clustering(toggle('') + options('maxgo'))).toEqual({ enabled: true, threshold: 0, notify: true });
    expect(clustering(toggle('') + options('custom', 'x'))).toMatchObject({ threshold: null });
    expect(clustering(toggle('1'))).toEqual({ enabled: false, threshold: null, notify: null });
  });

  it('takes an empty list for empty only by its structure', () => {
    expect(read(toggle('') + addForm)).toMatchObject({
      kind: 'list',
      reading: { members: { records: [], partial: false } },
    });
    expect(read(toggle('1'))).toMatchObject({ kind: 'list', reading: { members: { records: [], partial: true } } });
    for (const html of [
      '',
      '<h1>DNS Cluster</h1>',
      toggle(''),
      toggle('2') + addForm,
      table(),
      '<h3>There are currently no servers in your DNS cluster.</h3>',
    ]) {
      expect(read(html)).toEqual({ kind: 'unrecognised' });
    }
  });

  it('does not leave out a row that it cannot read', () => {
    expect(read(table(row(), '<tr id="192.0.2.8_row"><td class="host">192.0.2.8</td></tr>'))).toEqual({
      kind: 'unrecognised',
    });
  });

  it('knows a disabled member by its link, in any language', () => {
    const link = '<a href="../cgi/enableclusterserver.cgi?server=192.0.2.7">Aktivieren</a>';
    const status = `Wegen Verbindungsfehlern deaktiviert. ${link} <img src="red-status.png" title="Server deaktiviert">`;
    expect(record({ status })).toMatchObject({
      status: 'disabled',
      disabled: true,
      statusText: 'Wegen Verbindungsfehlern deaktiviert.',
    });
  });

  it('goes by the colour where the title is in another language, and by nothing where that is not enough', () => {
    const image = (name: string) => record({ status: `x <img src="/images/${name}.png" title="wort">` });
    expect(image('green-status')).toMatchObject({ status: 'active', disabled: false });
    expect(image('yellow-status')).toMatchObject({ status: 'warning', disabled: false });
    // A disabled member would have the link that enables it, where the page is root's.
    expect(image('red-status')).toMatchObject({ status: 'error', disabled: false });
    const ofReseller = read(
      table(row({ status: 'x <img src="red-status.png" title="wort">' })).replace(options('default'), ''),
    );
    expect(ofReseller).toMatchObject({ reading: { members: { records: [{ status: null, disabled: null }] } } });
    expect(image('spacer')).toMatchObject({ status: null, disabled: null });
  });

  it('takes the empty status cell of the template for what it is', () => {
    expect(record({ status: '' })).toMatchObject({ status: null, statusText: null, disabled: false });
  });

  it('reads inherited rows, whose role is a word', () => {
    expect(record({ role: 'write-only', action: 'This server is inherited.' })).toMatchObject({
      role: 'write-only',
      inherited: true,
    });
    expect(record({ role: 'Synchronisieren', action: '' })).toMatchObject({ role: null, inherited: true });
  });

  it('reads other back ends and unknown words', () => {
    const softlayer = record({ address: 'softlayer', hostname: 'unknown', software: 'unknown', role: select('none') });
    expect(softlayer).toMatchObject({ address: 'softlayer', hostname: 'softlayer', nameserver: null, role: null });
  });

  it('keeps the own entry where a reseller sees an inherited one beside it', () => {
    const page = read(table(row({ role: 'sync', action: '' }), row({ role: select('standalone') })));
    expect(page).toMatchObject({ reading: { members: { records: [{ role: 'standalone', inherited: false }] } } });
  });

  it('tells a refusal and a login page from an unknown one', () => {
    expect(read('<div class="errormsg"><h3>Permission denied</h3></div>')).toEqual({
      kind: 'refusal',
      text: 'Permission denied',
    });
    expect(read('<form id="login_form"><input type=password name=pass></form>')).toEqual({ kind: 'login' });
  });

  it('keeps neither tokens nor control characters', () => {
    const shown = record({ hostname: `ns1 ${sentinel}`, status: `${sentinel}\u202e` });
    expect(JSON.stringify(shown)).not.toContain(sentinel);
    expect(shown.statusText).not.toContain('\u202e');
  });
});
