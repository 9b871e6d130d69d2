#!/usr/bin/env bash
# @leichtgewicht/dns-packet 6.0.3 and dns2 3.0.0: the mailbox of a SOA record whose local part holds a dot
# (host.master@example.net, one label on the wire) is decoded without the escape of RFC 1035 5.1.
# Good guess: `host\.master.example.net`, as zone files and dig print it, and as dns-packet 5.6.1 gives it.
# Seen: both say `host.master.example.net`, which is the mailbox host@master.example.net; what @leichtgewicht/dns-packet
# decodes and encodes again is another record, so two equal SOA records compare as different.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error dns-packet@5.6.1 @leichtgewicht/dns-packet@6.0.3 dns2@3.0.0 >/dev/null
cat >run.mjs <<'NODE'
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const reference = require('dns-packet');
const light = await import('@leichtgewicht/dns-packet');
const { Packet } = require('dns2');
for (const name of ['dns-packet', '@leichtgewicht/dns-packet', 'dns2']) {
  const { readFileSync } = await import('node:fs');
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version);
}
const data = { mname: 'ns1.example.net', rname: 'host\\.master.example.net', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
const message = reference.encode({ type: 'response', questions: [], answers: [{ name: 'example.com', type: 'SOA', ttl: 1, data }] });
const hasLabel = (bytes) => Buffer.from(bytes).includes('\x0bhost.master');
const seen = {
  'dns-packet': reference.decode(message).answers[0].data.rname,
  '@leichtgewicht/dns-packet': light.decode(message).answers[0].data.rname,
  dns2: Packet.parse(message).answers[0].admin,
};
console.log(seen);
const kept = { before: hasLabel(message), after: hasLabel(light.encode(light.decode(message))) };
console.log('one label `host.master` on the wire, before and after @leichtgewicht/dns-packet:', kept);
const [right, ...others] = Object.values(seen);
if (right !== data.rname || others.some((text) => text !== 'host.master.example.net') || !kept.before || kept.after) {
  console.error('This has changed.');
  process.exit(1);
}
NODE
node run.mjs
