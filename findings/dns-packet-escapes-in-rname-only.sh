#!/usr/bin/env bash
# dns-packet 5.6.1: the escape of RFC 1035 5.1 (`\.` is a dot inside a label) is understood in the mailbox of a SOA record, and in
# no other name.
# Good guess: a library that reads `host\.master` in one field reads `a\.b` as one label everywhere, or refuses it.
# Seen: in a question `a\.b.example.com` goes out as the labels `a\`, `b`, `example`, `com`; decoding gives the same text back, so
# that a round trip shows nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error dns-packet@5.6.1 >/dev/null
cat >run.cjs <<'NODE'
const packet = require('dns-packet');
console.log('dns-packet', require('dns-packet/package.json').version);
/** The labels of the name that begins at the offset of an uncompressed message. */
function labels(message, offset) {
  const found = [];
  for (let at = offset; message[at] !== 0; at += message[at] + 1) {
    found.push(message.subarray(at + 1, at + 1 + message[at]).toString('latin1'));
  }
  return found;
}
const times = { serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 };
const soa = packet.soa.encode({ mname: '.', rname: 'host\\.master.example.net', ...times });
const mailbox = labels(soa, 3);
const question = packet.encode({ type: 'query', questions: [{ name: 'a\\.b.example.com', type: 'A' }] });
const name = labels(question, 12);
const back = packet.decode(question).questions[0].name;
console.log('mailbox of the SOA:', JSON.stringify(mailbox));
console.log('name of a question:', JSON.stringify(name), 'decoded as', back);
const expected =
  JSON.stringify(mailbox) === '["host.master","example","net"]' &&
  JSON.stringify(name) === '["a\\\\","b","example","com"]' &&
  back === 'a\\.b.example.com';
if (!expected) {
  console.error('This has changed.');
  process.exit(1);
}
NODE
node run.cjs
