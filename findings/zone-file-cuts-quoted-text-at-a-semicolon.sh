#!/usr/bin/env bash
# zone-file 1.0.0: the semicolon inside a quoted TXT string is taken for the beginning of a comment.
# Good guess: inside quotes a semicolon is text (RFC 1035 5.1), as in every SPF, DKIM and DMARC record.
# Seen: `"v=DMARC1; p=none; …"` is read as `v=DMARC1`, without an error; writing the zone back publishes that.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error zone-file@1.0.0 >/dev/null
cat >run.cjs <<'NODE'
const { parseZoneFile, makeZoneFile } = require('zone-file');
console.log('zone-file', require('zone-file/package.json').version);
const zone = [
  '$ORIGIN example.com.',
  '$TTL 14400',
  '_dmarc 14400 IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@example.com"',
  '',
].join('\n');
const parsed = parseZoneFile(zone);
const text = parsed.txt[0].txt;
const written = makeZoneFile(parsed).split('\n').find((line) => line.startsWith('_dmarc'));
console.log('read as   :', JSON.stringify(text));
console.log('written as:', written.replace(/\s+/g, ' '));
if (text !== 'v=DMARC1' || !written.endsWith('"v=DMARC1"')) {
  console.error('This has changed.');
  process.exit(1);
}
NODE
node run.cjs
