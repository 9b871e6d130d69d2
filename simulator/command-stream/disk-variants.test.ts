/** What stands in the files of servers and what their scripts say, each variant. */
import { afterEach, describe, expect, it } from 'vitest';
import { UnknownZone } from '#simulator/cluster/synchronize.ts';
import { ask, CONFIG, end, MEMBER, open, serve, ZONE } from '#simulator/clients/described-fleet.ts';
import type { ServerState } from '#simulator/index.ts';
import { dnscluster } from './dnscluster.ts';
import { virtualFiles } from './virtual-files.ts';

afterEach(end);

describe('what is on its disk', () => {
  it.each([
    ['digits', 'debug=1'],
    ['words', 'debug=on'],
  ] as const)('debug in %s', async (debug, line) => {
    const { web } = await serve({ variants: { debug } });
    web.files.delete(`${CONFIG}/${MEMBER}`);
    const entry = web.cluster.members.get(MEMBER);
    if (entry !== undefined) entry.debug = true;
    expect(virtualFiles(web).read(`${CONFIG}/${MEMBER}`)).toContain(`\n${line}\n`);
  });

  it.each([
    [
      'new',
      /^; cPanel first:11\.136\.0\.51 \(update_time\):\d{10} Cpanel::ZoneFile::VERSION:1\.3 hostname:web1\.example\.net latest:11\.136\.0\.51\n; Zone file for example\.com\n\$TTL/,
    ],
    [
      'old',
      /^; cPanel first:11\.136\.0\.51 latest:11\.136\.0\.51 Cpanel::ZoneFile::VERSION:1\.3 mtime:\d{10} hostname:web1\.example\.net\n; Zone file for example\.com\n\$TTL/,
    ],
    ['none', /^\$TTL/],
  ] as const)('zones that it changes have a header of the form %s', async (zoneHeader, header) => {
    const { ns } = await serve({ version: '11.136.0.51', variants: { zoneHeader } });
    await open().changeZone('web1', ZONE);
    await open().changeZone('web1', ZONE);
    expect(ns.zones.get(ZONE)?.text).toMatch(header);
  });

  it.each([
    [
      'with-host',
      /info \[whostmgrd\] Host: \['127\.[\d.]+'\], HTTP Status: \['200'\], User: \['root'\], Token Name: \['nameward'\], Request: \['POST \/json-api\/version\?api\.version=1&pass=inquery HTTP\/1\.1'\]/,
    ],
    ['without-host', /info \[whostmgrd\] HTTP Status: \['200'\]/],
  ] as const)('api_tokens_log %s, with the query and without the form', async (apiTokensLog, line) => {
    const { web } = await serve({ variants: { apiTokensLog } });
    await ask('web1', '/json-api/version?api.version=1&pass=inquery', { form: 'pass=inform' });
    const text = virtualFiles(web).read('/usr/local/cpanel/logs/api_tokens_log') ?? '';
    expect(text).toMatch(line);
    expect(text).not.toContain('inform');
  });

  it.each([
    [0, 0],
    [1, 1],
  ] as const)(
    'dnscluster ends with %i for a zone that nobody has; the second word is the zone',
    async (missingZoneExit, code) => {
      const { web } = await serve({ variants: { missingZoneExit } });
      const run = (...args: string[]) => {
        const context = { cluster: { synchronize: failing } } as unknown as Parameters<typeof dnscluster>[2];
        return dnscluster(args, web, context);
      };
      expect(await run('synczone', 'nobody.example')).toEqual({
        stdout:
          'Syncing nobody.example to all machines in cluster...Domain “nobody.example” could not be found.\nDone\n',
        stderr: '',
        code,
      });
      expect(await run('synczone', '--full', ZONE)).toMatchObject({
        stdout: expect.stringContaining('“--full”') as string,
      });
      web.cluster.enabled = false;
      expect(await run('syncall')).toMatchObject({ code: 1 });
    },
  );
});

function failing(_server: ServerState, { zones }: { readonly zones: readonly string[] | null }): Promise<never> {
  return Promise.reject(new UnknownZone(`Domain “${zones?.join(', ') ?? ''}” could not be found.`));
}
