import { expect, it } from 'vitest';
import type { Access } from '#electron/adapters/whm/access.ts';
import { entryFormRequest, readEntryForm } from './entry-form.ts';
import { createPageDesk } from '#electron/adapters/whm/page-readers/page-desk.ts';
import { partsOf } from './page-request.ts';

const token = 'SENTINEL0TOKEN0SENTINEL0TOKEN000';

/** An access whose server answers with one page. */
function accessTo(body: string): { readonly access: Access; readonly held: string[] } {
  const held: string[] = [];
  const access = {
    server: { id: 'a', host: 'a', port: 2087, user: 'root', pin: null },
    place: 'a:2087',
    transport: { send: () => Promise.resolve({ status: 200, headers: {}, body }) },
    gate: { pass: (_passage: unknown, work: () => Promise<unknown>) => work() },
    pages: createPageDesk({ thread: null }),
    deadlines: { pageMs: 1000 },
    authorization: () => 'whm root:x',
    redact: (text: string) => text,
    hold: (secret: string) => held.push(secret),
    onRequest: undefined,
    onExchange: undefined,
  };
  return { access: access as unknown as Access, held };
}

const question = { clusterUser: 'root', module: 'cPanel', address: '192.0.2.7' };

function fields(changes: { readonly action?: string; readonly pass?: string; readonly debug?: string } = {}): string {
  return `<form method="post" action="${changes.action ?? '../cgi/activate_remote_nameservers.cgi'}">
<input type="text" name="host" value="ns1.example.net"><input name="user" value="root">
${changes.pass ?? `<textarea name="pass">\n${token}\n</textarea>`}
<input type="checkbox" name="debug"${changes.debug ?? ''}>
<select name="dnsrole"><option value="standalone">Eigenständig</option><option value="write-only" selected>Nur schreiben</option></select></form>`;
}

it('reads the form of an entry by the names of its fields, in any language', async () => {
  const { access, held } = accessTo(fields({ debug: ' checked="checked"' }));
  const { form } = await readEntryForm(access, question, null);
  expect(form).toEqual({
    host: 'ns1.example.net',
    user: 'root',
    debug: true,
    role: 'write-only',
    token,
    nsConfig: null,
  });
  // From here on it is taken out of every text.
  expect(held).toEqual([token]);
});

it('decodes what stands in the form', async () => {
  const { access } = accessTo(fields({ pass: '<textarea name="pass">a&#97;&amp;&lt;b</textarea>' }));
  expect((await readEntryForm(access, question, null)).form.token).toBe('aa&<b');
});

it.each([
  ['no form', `<p>${token}</p>`],
  ['another form', fields({ action: 'elsewhere.cgi' })],
  ['a field missing', fields({ pass: `<p>${token}</p>` })],
])('refuses %s without a word of the page', async (_name, body) => {
  const { access } = accessTo(body);
  const failure = await readEntryForm(access, question, null).catch((error: unknown) => error);
  expect(failure).toMatchObject({ error: { code: 'whm.protocol' } });
  expect(JSON.stringify(failure)).not.toContain(token);
});

it('gives WHM’s own refusal', async () => {
  const { access } = accessTo('<div class="errormsg"><h3>Ungültiges Modul: x</h3></div>');
  await expect(readEntryForm(access, question, null)).rejects.toMatchObject({
    error: { code: 'whm.rejected', message: 'a:2087 refused the form of a member: “Ungültiges Modul: x”' },
  });
});

it('asks for the form of an entry or the empty one', () => {
  expect(partsOf(entryFormRequest(question)).path).toBe(
    '/cgi/configure_remote_nameserver.cgi?module=cPanel&server=192.0.2.7&cluster_user=root',
  );
  expect(partsOf(entryFormRequest({ ...question, clusterUser: null, address: null })).path).toBe(
    '/cgi/configure_remote_nameserver.cgi?module=cPanel',
  );
});

const key = 'SENTINEL0KEY0SENTINEL0KEY0000000';

function softLayer(choice: string): string {
  return `<form method="post" action="activate_remote_nameservers.cgi">
<input name="user" value="buyer"><input name="apikey" value="${key}">${choice}<input type="checkbox" name="debug" checked>
<select name="dnsrole"><option value="sync" selected>Synchronisieren</option></select></form>`;
}

const softLayerQuestion = { clusterUser: null, module: 'SoftLayer', address: 'softlayer' };

it.each([
  ['a select', '<select name="ns_config"><option>default</option><option selected>ensure</option></select>', 'ensure'],
  [
    'a select with other words',
    '<select name="ns_config"><option value="force" selected>Zwingen</option></select>',
    'force',
  ],
  [
    'radio buttons',
    '<input type="radio" name="ns_config" value="default"><input type="radio" name="ns_config" value="force" checked>',
    'force',
  ],
  ['a value that nobody knows', '<select name="ns_config"><option selected>other</option></select>', null],
])('reads the form of SoftLayer with ns_config as %s', async (_name, choice, nsConfig) => {
  const { access, held } = accessTo(softLayer(choice));
  const { form } = await readEntryForm(access, softLayerQuestion, null);
  expect(form).toEqual({ host: null, user: 'buyer', debug: true, role: 'sync', token: key, nsConfig });
  expect(held).toEqual([key]);
});

it('refuses a form of SoftLayer without ns_config, and one without an API key', async () => {
  for (const body of [softLayer(''), softLayer('<select name="ns_config"></select>').replace('apikey', 'other')]) {
    const { access } = accessTo(body);
    await expect(readEntryForm(access, softLayerQuestion, null)).rejects.toMatchObject({
      error: { code: 'whm.protocol' },
    });
  }
});
