#!/usr/bin/env bash
# dnsz 4.5.2: a zone file that begins without $ORIGIN (the name server's configuration gives the origin, RFC 1035 5.1 and every
# zone that cPanel writes) and has a $ORIGIN further down is written back as another zone.
# Good guess: names before the first $ORIGIN stay relative to the zone, or parsing asks for the origin.
# Seen: the origin of the parsed zone is the last $ORIGIN of the file, and stringifyZone puts it on top and gives every relative
# name that stood before it a final dot: `www` of example.com comes out as the top-level name `www.`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error dnsz@4.5.2 >/dev/null
cat >run.mjs <<'NODE'
import { readFileSync } from 'node:fs';
import { parseZone, stringifyZone } from 'dnsz';
console.log('dnsz', JSON.parse(readFileSync('node_modules/dnsz/package.json', 'utf8')).version);
const zone = [
  '$TTL 14400',
  'example.com. 86400 IN SOA ns1.example.net. hostmaster.example.net. 2026112701 3600 1800 1209600 86400',
  'www 14400 IN A 192.0.2.10',
  '$ORIGIN shop.example.com.',
  'www 14400 IN A 192.0.2.20',
  '',
].join('\n');
const written = stringifyZone(parseZone(zone));
console.log(written);
const lines = written.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
const expected = ['$ORIGIN shop.example.com.', 'www. 14400 IN A 192.0.2.10', 'www 14400 IN A 192.0.2.20'];
if (!expected.every((line) => lines.includes(line))) {
  console.error('This has changed.');
  process.exit(1);
}
NODE
node run.mjs
