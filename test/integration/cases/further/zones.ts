import type { CaseServer, WrittenCase } from '#test/integration/cases/case-folder.ts';
import type { StepExpectation } from '#test/integration/cases/expectations.ts';
import { cpanelMember, zone, zoneFile, lines } from './server-files.ts';

type Files = Readonly<Record<string, string>>;

/** web1 brings its zones to ns1, one or all. */
function brought(
  scope: 'one' | 'all',
  step: StepExpectation,
  web: CaseServer & { readonly files: Files },
  ns: CaseServer & { readonly files: Files },
): Pick<WrittenCase, 'servers' | 'expectations'> {
  const what =
    scope === 'one'
      ? { zones: 'one', zone: 'example.com', where: 'everywhere' }
      : { zones: 'all', where: 'everywhere', full: true };
  return {
    servers: {
      web1: {
        address: '192.0.2.11',
        ...web,
        files: { ...cpanelMember('192.0.2.53', 'ns1.example.net'), ...web.files },
      },
      ns1: { address: '192.0.2.53', product: 'dnsonly', ...ns },
    },
    expectations: {
      runs: [{ command: 'apply', changes: [{ kind: 'synchronize', server: 'web1', scope: what }], steps: [step] }],
    },
  };
}

const arrived = { state: ['verified', 'remark'] };
const notSeen = { state: ['unverified', 'failed'] };
const newer = zone('2026050102');
const older = zone('2026050101');

/** Further instances of zones that do not arrive as they should, or that only seem not to. */
export const zoneCases: readonly WrittenCase[] = [
  {
    like: 'zone-list-empty',
    name: 'a line break is no list either',
    ...brought(
      'all',
      notSeen,
      { files: newer, answers: { '/scripts2/getzonelist_local': { body: '\n' } } },
      { files: older },
    ),
  },
  {
    like: 'serial-out-of-range',
    name: 'twelve digits',
    ...brought('one', { ...notSeen, says: ['serial'] }, { files: zone('202502060151') }, { files: zone('2025020601') }),
  },
  {
    like: 'same-serial-other-content',
    name: 'a record that one side does not have',
    ...brought(
      'one',
      { state: ['remark', 'unverified', 'failed'], says: ['differ|not the same|content|records'] },
      { files: zone('2024050103', ['@ 14400 IN A 192.0.2.80', '@ 14400 IN MX 10 mail.example.com.']) },
      { files: zone('2024050103') },
    ),
  },
  {
    like: 'same-zone-other-writing',
    name: 'an origin, a TTL that stands above, the SOA on one line',
    ...brought(
      'one',
      { state: ['verified'] },
      { files: zone('2026010100', ['@ 14400 IN A 192.0.2.80', 'www 14400 IN CNAME example.com.']) },
      {
        files: zoneFile(
          'example.com',
          lines(
            '$ORIGIN example.com.',
            '$TTL 14400',
            '@ 86400 IN SOA ns1.example.net. hostmaster.example.net. 2026010100 3600 1800 1209600 86400',
            'www IN CNAME @',
            '@ 86400 NS ns1.example.net.',
            '@ A 192.0.2.80 ; the web server',
          ),
        ),
      },
    ),
  },
  {
    like: 'zone-name-with-suffix',
    name: 'the suffix in the zones and in the list',
    ...brought(
      'all',
      arrived,
      { files: newer },
      {
        files: older,
        zoneKeySuffix: '.db',
        answers: { '/scripts2/getzonelist_local': { body: 'example.com.db\n' } },
      },
    ),
  },
  {
    like: 'zone-list-odd-name',
    name: 'copies of several kinds in the folder of zones',
    ...brought(
      'all',
      { state: ['verified', 'remark', 'unverified'], neverSays: ['form that is not known'] },
      {
        files: {
          ...newer,
          ...zone('1', undefined, 'copy (2) of example.com'),
          ...zone('1', undefined, 'example.com;old'),
          ...zone('1', undefined, 'exämple.com'),
        },
      },
      { files: older },
    ),
  },
  {
    like: 'zone-arrives-late',
    name: 'all zones, a minute and a half late',
    ...brought('all', arrived, { files: newer, synchronize: { lateMs: 90_000 } }, { files: older }),
  },
  {
    like: 'zone-not-loaded',
    name: 'by WHM’s page, in the words for a file that cannot be read',
    ...brought(
      'one',
      { state: ['remark', 'unverified', 'failed'], says: ['not loaded'] },
      {
        files: newer,
        command: false,
        synchronize: {
          says: "Syncing example.com to all machines in cluster...\ndns_rdata_fromtext: /var/named/example.com.db:14: near '300.1.1.1': bad dotted quad\nzone example.com/IN: loading from master file /var/named/example.com.db failed: bad dotted quad\nzone example.com/IN: not loaded due to errors.\nserver reload successful\nDone\n",
        },
      },
      { files: older },
    ),
  },
];
