/** Servers that are described with the files of their disks. */
import { afterEach, describe, expect, it } from 'vitest';
import { find } from '#simulator/command-stream/find.ts';
import { grep } from '#simulator/command-stream/grep.ts';
import { virtualFiles } from '#simulator/command-stream/virtual-files.ts';
import {
  ask,
  CONFIG,
  end,
  entryFiles,
  MEMBER,
  ns1Entry,
  open,
  PEER,
  serve,
  ZONE,
  zoneText,
} from '#simulator/clients/described-fleet.ts';
import { byToken } from '#simulator/clients/page-client.ts';

afterEach(end);

describe('servers as they are described', () => {
  it('have members of any name with keys of any kind, listed by WHM’s page, and other files that are nobody’s', async () => {
    const stackpath = [
      '#version 2.0',
      'client_id=exampleclient',
      'client_secret=s-EXAMPLE',
      'module=StackPath',
      'debug=',
    ];
    const files = new Map([
      ...ns1Entry,
      ...entryFiles('stackpath', stackpath, 'write-only'),
      ...entryFiles('hostbill', ['api_url=https://billing.example.net/', 'api_key=k-EXAMPLE'], 'sync'),
      [`${CONFIG}/error_log`, 'x\n'] as [string, string],
      [`${CONFIG}/${MEMBER}.bak`, 'x\n'] as [string, string],
    ]);
    const { web } = await serve({ files });
    expect([...web.cluster.members.keys()]).toEqual([MEMBER, 'stackpath', 'hostbill']);
    const page = await byToken(open(), 'web1')('/scripts7/clusterstatus');
    expect(page.texts('#sltbl td.host')).toEqual([MEMBER, 'stackpath', 'hostbill']);
    expect(page.texts('#sltbl td.module')).toEqual(['cPanel', 'StackPath', '']);
    const tree = virtualFiles(web);
    for (const [path, text] of files) expect(tree.read(path)).toBe(text);
    const listed = find([CONFIG, '-maxdepth', '1', '-printf', '%p\n'], tree);
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining(`${MEMBER}.bak\n`) as string });
  });

  it('keep bytes until the server writes the file itself', async () => {
    const crlf = ['#version 2.0', 'user=root', 'host=ns1.example.net', `pass=${PEER}`, 'module=cPanel', 'debug=0'];
    const files = new Map(
      entryFiles(
        MEMBER,
        crlf.map((line) => `${line}\r`),
        'sync\r\n',
      ),
    );
    const { web } = await serve({ files });
    const role = `${CONFIG}/${MEMBER}-dnsrole`;
    expect(web.cluster.members.get(MEMBER)).toMatchObject({ role: 'sync', host: 'ns1.example.net' });
    expect(virtualFiles(web).read(role)).toBe('sync\r\n');
    await byToken(open(), 'web1')('/cgi/changeclusterdns.cgi', { server: MEMBER, dnsrole: 'standalone' });
    expect(virtualFiles(web).read(role)).toBe('standalone\n');
    expect(virtualFiles(web).read(`${CONFIG}/${MEMBER}`)).toBe(files.get(`${CONFIG}/${MEMBER}`));
  });

  it('list a member whose role file holds no role, and send it nothing', async () => {
    const { web, ns } = await serve({
      files: new Map([
        ...ns1Entry,
        [`${CONFIG}/${MEMBER}-dnsrole`, 'synchronize'],
        [`/var/named/${ZONE}.db`, zoneText(1)],
      ]),
    });
    expect((await byToken(open(), 'web1')('/scripts7/clusterstatus')).texts('#sltbl td.host')).toEqual([MEMBER]);
    await open().changeZone('web1', ZONE);
    expect(ns.zones.get(ZONE)?.serial).toBe(2026050101);
    expect(virtualFiles(web).read(`${CONFIG}/${MEMBER}-dnsrole`)).toBe('synchronize');
  });

  it('reach each other by addresses that are not those they listen on, in any spelling', async () => {
    const { web } = await serve(
      {
        files: new Map(
          entryFiles(
            '2001:db8:0:0:0:0:0:53',
            ['host=[2001:db8::53]', `pass=${PEER}`, 'user=root', 'module=cPanel'],
            'sync',
          ),
        ),
      },
      {
        variants: {
          addressLines: ['192.0.2.53:255.255.255.0:192.0.2.255', '2001:db8::53', '@:255.0.0.0:127.255.255.255'],
        },
      },
    );
    await open().pollMember('web1', '2001:db8:0:0:0:0:0:53');
    expect(web.cluster.members.get('2001:db8:0:0:0:0:0:53')?.state).toMatchObject({ error: null });
    const here =
      open()
        .inventory()
        .servers.find(({ id }) => id === 'ns1')?.host ?? '';
    expect(await ask('ns1', '/scripts2/getips_local')).toContain(`2001:db8::53\n${here}:255.0.0.0`);
  });

  it('answer what is scripted whatever is asked, and shut their pages', async () => {
    const answers = new Map([['/json-api/*', { status: 200, contentType: 'text/plain', body: 'The disk is full.' }]]);
    await serve({ variants: { answers, pagesShut: true } });
    expect(await ask('web1', '/json-api/version?api.version=1')).toBe('The disk is full.');
    expect(await ask('web1', '/scripts2/gethostname')).toBe('web1.example.net\n');
    expect((await byToken(open(), 'web1')('/scripts7/clusterstatus')).status).toBe(403);
    expect((await byToken(open(), 'ns1')('/scripts7/clusterstatus')).status).toBe(200);
  });

  it('have folders that cannot be read: find and grep say so as GNU’s do', async () => {
    const { web } = await serve({ variants: { unreadable: [CONFIG] } });
    const tree = virtualFiles(web);
    expect(find([CONFIG.replace('/config', ''), '-maxdepth', '2', '-printf', '%p\n'], tree)).toEqual({
      stdout: `/var/cpanel/cluster/root\n${CONFIG}\n`,
      stderr: `/usr/bin/find: ‘${CONFIG}’: Input/output error\n`,
      code: 1,
    });
    expect(grep(['-rHsE', '^user=', CONFIG], tree)).toEqual({ stdout: '', stderr: '', code: 2 });
  });
});
