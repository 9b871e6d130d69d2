import { afterEach, expect, it } from 'vitest';
import { memberLimit } from '#shared/domain/topology/observation.ts';
import { startFleet, type Fleet } from '#simulator/index.ts';
import { openLab, type Lab } from '#test/fixtures/services/lab.ts';

/** A list as long as is taken of one server, and one that is longer by one: by both channels that read it whole. */

let fleet: Fleet;
let lab: Lab;

afterEach(async () => {
  await lab.services.close();
  await fleet.close();
});

const folder = '/var/cpanel/cluster/root/config';

function filesOf(count: number): ReadonlyMap<string, string> {
  const files = new Map([['/var/cpanel/useclusteringdns', '']]);
  for (let at = 0; at < count; at += 1) {
    const address = `10.9.${String(at >> 8)}.${String(at & 255)}`;
    files.set(
      `${folder}/${address}`,
      `#version 2.0\nuser=root\nhost=ns${String(at)}.example.net\npass=X\nmodule=cPanel\n`,
    );
    files.set(`${folder}/${address}-dnsrole`, 'sync');
  }
  return files;
}

it.each([
  ['command', memberLimit, memberLimit, false],
  ['command', memberLimit + 1, 0, true],
  // A page of 2,000 rows is longer than any of WHM's that is read.
  ['pages', memberLimit / 2, memberLimit / 2, false],
] as const)('by %s: of %i members %i are taken', { timeout: 60_000 }, async (channel, count, taken, cut) => {
  fleet = await startFleet({
    given: {
      servers: [
        {
          id: 'web1',
          hostname: 'web1.example.net',
          product: 'cpanel',
          commandStream: channel === 'command' ? 'on' : 'refused',
          files: filesOf(count),
        },
      ],
      peerToken: 'X'.repeat(32),
    },
  });
  lab = await openLab(fleet);
  await lab.services.fleet.refresh({ ids: null });
  const members = lab.topology().nodes['web1']?.observation?.members;
  expect(members?.source).toBe(channel);
  expect(members?.value).toMatchObject({ partial: cut, cut });
  expect(members?.value.records).toHaveLength(taken);
  expect(Object.keys(lab.topology().links)).toHaveLength(taken);
  const words = lab.topology().nodes['web1']?.reasons.map(({ message }) => message) ?? [];
  expect(words.some((message) => message.includes('names more than 2,000 members: none of them is shown'))).toBe(cut);
});

it('says of a page that is too long that it is not read, and shows no list of it', async () => {
  fleet = await startFleet({
    given: {
      servers: [
        {
          id: 'web1',
          hostname: 'web1.example.net',
          product: 'cpanel',
          commandStream: 'refused',
          files: filesOf(memberLimit),
        },
      ],
      peerToken: 'X'.repeat(32),
    },
  });
  lab = await openLab(fleet);
  await lab.services.fleet.refresh({ ids: null });
  const { observation } = lab.topology().nodes['web1'] ?? {};
  expect(observation?.channels.pages).toMatchObject({ available: false });
  expect(observation?.channels.pages.reason).toContain('sent more than such an answer can hold');
  expect(observation?.members?.value.partial).not.toBe(false);
});
