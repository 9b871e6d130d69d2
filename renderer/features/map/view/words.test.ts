import { describe, expect, it } from 'vitest';
import { labTopology } from '#test/fixtures/topologies.ts';
import { linkInWords, nodeInWords, pendingInWords } from './words.ts';
import { describeNode, roleLetter } from '#shared/domain/map/labels.ts';

function node(id: string) {
  const found = labTopology.nodes[id];
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}

describe('words of the map', () => {
  it('says a one-way trust as such', () => {
    const link = labTopology.links['web7>ns4'];
    expect(link && linkInWords(link, 'web7.example.org', 'ns4.example.org')).toContain(
      'web7.example.org to ns4.example.org, Synchronize: broken, ns4.example.org has no entry back: one-way trust.',
    );
  });

  it('says what a server is and how it is', () => {
    expect(nodeInWords(node('web1'))).toBe('web1.example.net, cPanel & WHM · 126.0.31 · PowerDNS: ok.');
  });

  it('says that a member is not in the inventory, or no server at all', () => {
    expect(describeNode(node('member:203.0.113.6'))).toBe('not in the inventory · 203.0.113.6');
    expect(describeNode(node('module:SoftLayer@web8'))).toBe('foreign back end');
  });

  it('has a letter for every role, and for none', () => {
    expect([roleLetter('sync'), roleLetter('write-only'), roleLetter('standalone'), roleLetter(null)]).toEqual(['S', 'W', '–', '?']); // prettier-ignore
  });

  it('says what a pending change makes of a link', () => {
    expect(pendingInWords({ kind: 'role', from: null, to: 'sync' })).toBe('Pending: role unknown becomes Synchronize.');
    expect(pendingInWords({ kind: 'added', to: 'write-only' })).toBe('Pending: the entry is added, Write-only.');
  });
});
