#!/usr/bin/env bash
# dns-zonefile 0.3.2: a record whose TTL has a unit (`1h`, as BIND, PowerDNS and many published zones write it) is left out
# without a word.
# Good guess: 3600 seconds, or an error.
# Seen: `mail 1h IN A …` is not among the records, and nothing says so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error dns-zonefile@0.3.2 >/dev/null
cat >run.mjs <<'NODE'
import { readFileSync } from 'node:fs';
import zonefile from 'dns-zonefile';
console.log('dns-zonefile', JSON.parse(readFileSync('node_modules/dns-zonefile/package.json', 'utf8')).version);
const zone = (ttl) => [
  '$ORIGIN example.com.',
  '$TTL 14400',
  '@ 86400 IN SOA ns1.example.net. hostmaster.example.net. ( 2026112701 3600 1800 1209600 86400 )',
  '@ IN NS ns1.example.net.',
  `mail ${ttl} IN A 192.0.2.11`,
  'www 3600 IN A 192.0.2.12',
  '',
].join('\n');
const read = (ttl) => zonefile.parse(zone(ttl)).a.map(({ name }) => name);
const seen = { 'TTL 3600': read('3600'), 'TTL 1h': read('1h') };
console.log(JSON.stringify(seen));
const expected = { 'TTL 3600': ['mail', 'www'], 'TTL 1h': ['www'] };
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error('This has changed.');
  process.exit(1);
}
NODE
node run.mjs
