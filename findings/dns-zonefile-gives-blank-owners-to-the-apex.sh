#!/usr/bin/env bash
# dns-zonefile 0.3.2: a record on a line that begins with a blank, which has the owner of the record before it (RFC 1035 5.1), is
# given to the zone's apex.
# Good guess: the last stated owner; the package's own generator never writes such a line, but BIND's named-compilezone and most
# zones by hand do.
# Seen: the AAAA record of `mail` becomes one of `@`, beside the right A record.
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
const zone = [
  '$ORIGIN example.com.',
  '$TTL 14400',
  '@ 86400 IN SOA ns1.example.net. hostmaster.example.net. ( 2026112701 3600 1800 1209600 86400 )',
  '@ IN NS ns1.example.net.',
  'mail 3600 IN A 192.0.2.11',
  '\t3600 IN AAAA 2001:db8::11',
  '',
].join('\n');
const { a, aaaa } = zonefile.parse(zone);
const seen = { a: a.map(({ name }) => name), aaaa: aaaa.map(({ name }) => name) };
console.log(JSON.stringify(seen));
if (JSON.stringify(seen) !== JSON.stringify({ a: ['mail'], aaaa: ['@'] })) {
  console.error('This has changed.');
  process.exit(1);
}
NODE
node run.mjs
