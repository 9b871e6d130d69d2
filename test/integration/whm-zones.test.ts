import { afterEach, describe, expect, it } from 'vitest';
import { createWhmConnector } from '#electron/adapters/whm/index.ts';
import type { ZoneCopies } from '#shared/domain/zones/arrival.ts';
import type { Result } from '#shared/errors/index.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { envelope, healthyBatch, sentinel, startOwnServer, type OwnServer } from './whm-servers.ts';

/** Serials of zones by the peer protocol, from simulated servers and from one that answers as no WHM would. */

let connector: ReturnType<typeof createWhmConnector> | null = null;
let own: OwnServer | null = null;
let fleet: Fleet | null = null;
afterEach(async () => {
  await connector?.close();
  await own?.close();
  await fleet?.close();
  [connector, own, fleet] = [null, null, null];
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const pair = (zone: string, text: string): string =>
  `cpdnszone-${encodeURIComponent(zone)}=${encodeURIComponent(text)}&`;
const soa = (zone: string, serial: number): string => `${zone}. 60 IN SOA a. b. (\n ${serial} ; "(\n 1 1 1 1 )\n`;

/** The serials by zone. */
const serialsOf = (copies: ZoneCopies) => Object.fromEntries([...copies].map(([zone, { serial }]) => [zone, serial]));

/** @param answer what is sent for the zones of one request */
async function copiesFrom(
  answer: (zones: readonly string[]) => string | { readonly headers: Record<string, string>; readonly body: string },
  zones: readonly string[],
) {
  const asked: string[][] = [];
  await connector?.close();
  await own?.close();
  own = await startOwnServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (!request.url?.startsWith('/scripts2/')) {
        response.end(request.url?.includes('batch') ? healthyBatch : envelope({ version: '11.126.0.28' }));
        return;
      }
      const names = (new URLSearchParams(Buffer.concat(parts).toString()).get('zones') ?? '').split(',');
      asked.push(names);
      const given = answer(names);
      const { headers, body } = typeof given === 'string' ? { headers: {}, body: given } : given;
      response.writeHead(200, { 'content-type': 'text/plain', ...headers }).end(body);
    });
  });
  connector = createWhmConnector({ bodyLimit: 4000 });
  const read = await connector.changes(own.address(), sentinel).zoneCopies(zones);
  return { read, asked };
}

describe('copies of zones', () => {
  it('are those of the server, without the zones that it has not', async () => {
    fleet = await startFleet({ scenario: 'pairs', servers: 6 });
    connector = createWhmConnector({});
    const [entry] = fleet.inventory().servers.filter(({ id }) => id === 'ns1');
    const zones = fleet.state().servers['ns1']?.zones ?? {};
    if (!entry) throw new Error('no server');
    const changes = connector.changes({ ...entry, pin: entry.certificate.sha256 }, fleet.tokens().tokens['ns1'] ?? '');
    const read = valueOf(await changes.zoneCopies([...Object.keys(zones), 'not.there.example']));
    expect(serialsOf(read)).toEqual(zones);
  });

  it('are asked for in halves when their zones do not fit into one answer, and are unknown for a zone that is too large alone', async () => {
    const zones = Array.from({ length: 9 }, (_, at) => `z${at}.example`);
    const { read, asked } = await copiesFrom(
      (names) =>
        names.map((zone) => pair(zone, `${soa(zone, 7)};${'x'.repeat(zone === 'z4.example' ? 5000 : 1200)}`)).join(''),
      zones,
    );
    expect(serialsOf(valueOf(read))).toEqual(
      Object.fromEntries(zones.map((zone) => [zone, zone === 'z4.example' ? null : 7])),
    );
    expect(Math.max(...asked.slice(-2).map((names) => names.length))).toBeLessThan(4);
  });

  it('take nothing but what was asked for, and nothing for a serial that is none', async () => {
    const { read } = await copiesFrom(
      () =>
        `&&${pair('a.example', 'no record')}${pair('b.example', soa('other.example', 9))}${pair('x.example', soa('x.example', 9))}` +
        `cpdnskey7-a.example=k&%zz=%&cpdnszone-c.example=${encodeURIComponent(soa('c.example', 4294967295))}`,
      ['a.example', 'b.example', 'c.example'],
    );
    expect([...valueOf(read)].map(([zone, { serial }]) => [zone, serial])).toEqual([
      ['a.example', null],
      ['b.example', null],
      ['c.example', 4294967295],
    ]);
  });

  it('come with update stamp and records, from names with the suffix of a file too, without a word for zones that are missing', async () => {
    const header = '; cPanel first:11.110.0.22 (update_time):1714720000 latest:11.136.0.51\n';
    const records = 'www 60 IN A 192.0.2.1\n@ 60 TXT "a&b=c"\n';
    const otherwise = '@ 60 IN TXT "a&b=c" ; text\r\nWWW.b.example. 60 A 192.0.2.1\r\n';
    const { read } = await copiesFrom(
      () =>
        pair('b.example.db', soa('b.example', 7) + otherwise) +
        pair('A.example', header + soa('a.example', 20250206151) + records) +
        `cpdnszone-c.example=${encodeURIComponent(soa('c.example', 7) + records.replace('2.1', '2.9'))}&&`,
      ['a.example', 'b.example', 'c.example', 'missing.example'],
    );
    const copies = valueOf(read);
    expect([...copies.keys()].toSorted()).toEqual(['a.example', 'b.example', 'c.example']);
    expect(copies.get('a.example')).toMatchObject({ serial: null, written: '20250206151', updated: 1714720000 });
    expect(copies.get('b.example')).toMatchObject({ serial: 7, written: null, updated: null });
    const { read: again } = await copiesFrom(() => pair('b.example', soa('b.example', 7) + records), ['b.example']);
    expect(valueOf(again).get('b.example')?.records).toEqual(copies.get('b.example')?.records);
    expect(copies.get('c.example')?.records).not.toEqual(copies.get('b.example')?.records);
  });

  it.each([
    ['a page', '<html><body>Login</body></html>'],
    ['an answer of another form', 'Cpanel::Exception'],
    ['a packed answer, which was not asked for', { headers: { 'content-encoding': 'gzip' }, body: 'cpdnszone-a=b&' }],
  ])('are not read out of %s', async (_what, answer) => {
    const { read } = await copiesFrom(() => answer, ['a.example']);
    expect(read).toMatchObject({ ok: false, error: { code: 'whm.protocol' } });
  });
});
