import type { Topology, TopologyNode } from '#shared/domain/topology/topology.ts';
import { compareNaturally } from '#shared/domain/text/natural.ts';
import { visibleText } from '#shared/domain/text/visible.ts';

const columns = ['Server', 'Host name', 'Product', 'Version', 'Nameserver', 'Links', 'State', 'Why'] as const;

/**
 * The fleet as lines of text: one a server, then what is linked and not known, aligned.
 * @param topology what the map shows
 */
export function fleetTable(topology: Topology): string {
  const links = Object.values(topology.links);
  const rows = Object.values(topology.nodes)
    .toSorted((a, b) => rank(a) - rank(b) || compareNaturally(a.label, b.label))
    .map((node) => {
      const { observation } = node;
      return [
        node.kind === 'server' ? node.id : node.kind,
        shorten(node.label, 50),
        productWord(node.product),
        observation?.version?.value ?? '–',
        observation?.nameserver?.value ?? '–',
        `${links.filter((link) => link.from === node.id).length} out, ${links.filter((link) => link.to === node.id).length} in`,
        node.state,
        shorten(node.reasons[0]?.message ?? '', 110),
      ];
    });
  const table = [[...columns], ...rows];
  const widths = columns.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function productWord(product: TopologyNode['product']): string {
  if (product === 'cpanel') return 'cPanel & WHM';
  return product === 'dnsonly' ? 'DNSOnly' : 'unknown';
}

function rank(node: TopologyNode): number {
  return ['server', 'unknown', 'foreign'].indexOf(node.kind);
}

/** Text of a server, made visible, for a column. */
function shorten(text: string, limit: number): string {
  const shown = visibleText(text);
  return shown.length > limit ? `${shown.slice(0, limit - 1)}…` : shown;
}
